package io.eventpipeline.consumer.outbox;

import static io.eventpipeline.consumer.outbox.OutboxSettings.MAX_JSON;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.JsonDocument;
import io.eventpipeline.contract.JsonMembers;
import io.eventpipeline.contract.Parsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what a handler returned, and completes it with the event. Pure. */
public final class HandlerEmissions {
  private static final int MOST = 16;
  private static final int MOST_BYTES = 16_384;

  private HandlerEmissions() {}

  /**
   * The emissions as they are stored.
   *
   * @param emissions what the handler returned; null if it broke its contract
   * @throws BadEmission if one cannot be sent
   */
  public static List<Emission> checked(Event event, @Nullable List<Emission> emissions)
      throws BadEmission {
    if (emissions == null) {
      throw new BadEmission("the handler returned null instead of a list of emissions");
    }
    if (emissions.isEmpty()) {
      return List.of();
    }
    if (emissions.size() > MOST) {
      throw new BadEmission("there are " + emissions.size() + ", and at most " + MOST + " may be");
    }
    List<Emission> complete = new ArrayList<>(emissions.size());
    int bytes = 0;
    for (Emission emission : emissions) {
      String which = "emission " + (complete.size() + 1);
      complete.add(new Emission(channel(emission, which), json(event, emission, which)));
      bytes += NotificationJson.bytes(emission.json());
    }
    if (bytes > MOST_BYTES) {
      throw new BadEmission("they have " + bytes + " bytes, at most " + MOST_BYTES + " may be");
    }
    return List.copyOf(complete);
  }

  private static String channel(Emission emission, String which) throws BadEmission {
    if (emission == null || emission.json() == null) {
      throw new BadEmission(which + " is null or has no json");
    }
    if (!OutboxSettings.PUSH.equals(emission.channel())) {
      throw new BadEmission(which + ": there is no channel '" + emission.channel() + "'");
    }
    return emission.channel();
  }

  private static String json(Event event, Emission emission, String which) throws BadEmission {
    byte[] text = emission.json().getBytes(StandardCharsets.UTF_8);
    if (text.length > MAX_JSON) {
      throw new BadEmission(which + " has " + text.length + " bytes, at most " + MAX_JSON);
    }
    return switch (JsonDocument.object(text, HandlerEmissions::members)) {
      case Parsed.Invalid<Map<String, String>> invalid ->
          throw new BadEmission(which + ": " + FieldError.line(invalid.errors()));
      case Parsed.Valid<Map<String, String>>(Map<String, String> members) ->
          NotificationJson.write(
              event,
              members.getOrDefault(NotificationJson.USER_ID, event.userId()),
              json -> {
                for (Map.Entry<String, String> member : members.entrySet()) {
                  if (!member.getKey().equals(NotificationJson.USER_ID)) {
                    json.writeFieldName(member.getKey());
                    json.writeRawValue(member.getValue());
                  }
                }
              });
    };
  }

  /** The members by name: the user's id as it is, the others as JSON. */
  private static Parsed<Map<String, String>> members(byte[] text, JsonParser parser)
      throws IOException {
    JsonMembers members = new JsonMembers(text, parser);
    Map<String, String> found = new LinkedHashMap<>();
    for (String name = members.next(); name != null; name = members.next()) {
      int from = members.offset();
      if (name.equals(NotificationJson.USER_ID)) {
        String user = members.readString(name);
        found.put(name, user == null ? "" : user);
      } else if (isOurs(name)) {
        members.skip();
      } else {
        checkType(members, name);
        found.put(name, members.sliceFrom(from).toString());
      }
    }
    if (!found.containsKey(NotificationJson.TITLE)) {
      members.reportError(NotificationJson.TITLE, "is required");
    }
    return members.errors().isEmpty()
        ? new Parsed.Valid<>(found)
        : new Parsed.Invalid<>(members.errors(), null);
  }

  private static boolean isOurs(String name) {
    return name.equals(NotificationJson.EVENT_ID) || name.equals(NotificationJson.TYPE);
  }

  /** Checks the current value, and moves to its end. */
  private static void checkType(JsonMembers members, String name) throws IOException {
    JsonToken token = members.token();
    switch (name) {
      case NotificationJson.TITLE -> {
        String title = members.readString(name);
        if (title != null && title.isBlank()) {
          members.reportError(name, "must not be blank");
        }
      }
      case NotificationJson.BODY, NotificationJson.TOPIC -> members.readString(name);
      case NotificationJson.EXPIRES_AT -> {
        if (members.readInteger(0, EventRules.MAX_SEQ) == null) {
          members.reportError(name, "must be a time in unix milliseconds");
          members.skip();
        }
      }
      case NotificationJson.DATA -> {
        if (token != JsonToken.START_OBJECT) {
          members.reportError(name, "must be an object of texts");
        }
        members.skip();
      }
      default -> {
        members.reportError(name, "is unknown");
        members.skip();
      }
    }
  }
}
