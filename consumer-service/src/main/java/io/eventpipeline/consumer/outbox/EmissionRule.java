package io.eventpipeline.consumer.outbox;

import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.Event;
import io.eventpipeline.runtime.observe.ThrownText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a notification of each processed event of a type. Pure.
 *
 * @param body null for none
 * @param topic gets it if the user has no device; null for none
 * @param expires how long after the event it is worth sending; null for ever
 */
public record EmissionRule(
    String type,
    TextTemplate title,
    @Nullable TextTemplate body,
    Map<String, TextTemplate> data,
    @Nullable String topic,
    @Nullable Duration expires) {
  /** Limits in characters: together they fit into a message. */
  private static final int MAX_TITLE = 200;

  private static final int MAX_BODY = 1_000;
  private static final int MAX_VALUE = 300;

  Set<String> paths() {
    return Stream.concat(
            Stream.concat(Stream.of(title), Stream.ofNullable(body)), data.values().stream())
        .flatMap(TextTemplate::paths)
        .collect(Collectors.toSet());
  }

  /** The notification; null if a value without a default is missing, or if it is too long. */
  @Nullable Emission emission(Event event, Map<String, String> values) {
    String head = title.render(values);
    String text = body == null ? "" : body.render(values);
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, TextTemplate> field : data.entrySet()) {
      String value = field.getValue().render(values);
      if (value == null) {
        return null;
      }
      fields.put(field.getKey(), ThrownText.cut(value, MAX_VALUE));
    }
    if (head == null || text == null || head.isBlank()) {
      return null;
    }
    String json = json(event, ThrownText.cut(head, MAX_TITLE), text, fields);
    return NotificationJson.bytes(json) > OutboxSettings.MAX_JSON
        ? null
        : new Emission(OutboxSettings.PUSH, json);
  }

  private String json(Event event, String head, String text, Map<String, String> fields) {
    return NotificationJson.write(
        event,
        event.userId(),
        json -> {
          json.writeStringField(NotificationJson.TITLE, head);
          if (body != null) {
            json.writeStringField(NotificationJson.BODY, ThrownText.cut(text, MAX_BODY));
          }
          if (!fields.isEmpty()) {
            json.writeObjectFieldStart(NotificationJson.DATA);
            for (Map.Entry<String, String> field : fields.entrySet()) {
              json.writeStringField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
          }
          if (topic != null) {
            json.writeStringField(NotificationJson.TOPIC, topic);
          }
          if (expires != null) {
            json.writeNumberField(
                NotificationJson.EXPIRES_AT, event.timestamp() + expires.toMillis());
          }
        });
  }
}
