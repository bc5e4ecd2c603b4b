package io.eventpipeline.query.reference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.contract.forms.EventTime;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table from JSON, without ever holding its text. {@code ts} may stand before or after the
 * users; other members are passed over. One thread, one table.
 */
final class TableJson {
  private static final String USERS = "user_metadata";
  private static final String TS = "ts";

  /** Longest name and text that the parser holds; ours are shorter. */
  private static final int LONGEST_TEXT = 100_000;

  /** Without the memory for names that Jackson keeps: each user is a name. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(LONGEST_TEXT)
                  .maxStringLength(LONGEST_TEXT)
                  .build())
          .build();

  private final UserMetadata users;
  private final TimeCheck check;
  private @Nullable Long ts;
  private boolean hasUsers;

  /** Judges {@code ts} as soon as it is known. */
  @FunctionalInterface
  interface TimeCheck {
    void check(long unixMs) throws UploadStopped;
  }

  TableJson(UserMetadata users, TimeCheck check) {
    this.users = users;
    this.check = check;
  }

  /**
   * Reads the whole body.
   *
   * @return {@code ts} in unix milliseconds
   * @throws UploadStopped if it breaks a rule
   * @throws IOException if it ends before it is complete
   */
  long read(InputStream body) throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw UploadStopped.invalid("", "must be a JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        member(json);
      }
      if (json.nextToken() != null) {
        throw UploadStopped.invalid("", "must end after the JSON object");
      }
    } catch (JsonProcessingException malformed) {
      throw UploadStopped.invalid("", "must be well-formed JSON: " + place(malformed));
    }
    if (!hasUsers) {
      throw UploadStopped.invalid("/" + USERS, "is missing");
    }
    if (ts == null) {
      throw UploadStopped.invalid("/" + TS, "is missing");
    }
    return ts;
  }

  private void member(JsonParser json) throws IOException {
    String name = json.currentName();
    JsonToken value = json.nextToken();
    switch (name) {
      case USERS -> {
        if (hasUsers || value != JsonToken.START_OBJECT) {
          throw UploadStopped.invalid("/" + USERS, "must be an object, once");
        }
        hasUsers = true;
        users.read(json);
      }
      case TS -> {
        if (ts != null) {
          throw UploadStopped.invalid("/" + TS, "must stand once");
        }
        ts = time(json, value);
        check.check(ts);
      }
      default -> {
        JsonParser ignored = json.skipChildren();
      }
    }
  }

  private static long time(JsonParser json, JsonToken value) throws IOException {
    Long time =
        switch (value) {
          case VALUE_STRING -> EventTime.parse(json.getText());
          case VALUE_NUMBER_INT -> whole(json.getText());
          default -> null;
        };
    if (time == null) {
      throw UploadStopped.invalid(
          "/" + TS, "must be a time in ISO 8601 with offset, or unix milliseconds");
    }
    return time;
  }

  private static @Nullable Long whole(String digits) {
    try {
      long number = Long.parseLong(digits);
      return number >= 0 && number <= EventRules.MAX_SEQ ? Long.valueOf(number) : null;
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  /** Never quotes the body. */
  private static String place(JsonProcessingException error) {
    return error.getLocation() == null
        ? "it breaks off"
        : "line %d, column %d"
            .formatted(error.getLocation().getLineNr(), error.getLocation().getColumnNr());
  }
}
