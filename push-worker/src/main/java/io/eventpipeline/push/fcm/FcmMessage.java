package io.eventpipeline.push.fcm;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.eventpipeline.push.send.PushMessage;
import io.eventpipeline.push.send.Recipient;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code messages:send}. Each platform gets the note's id, by which it shows a repeated
 * message once. Absent members are null.
 *
 * @param validateOnly true to check the message and not to deliver it
 */
@Serdeable.Serializable
record FcmMessage(
    @JsonProperty("validate_only") @Nullable Boolean validateOnly,
    @JsonProperty("message") Message message) {
  static FcmMessage of(PushMessage push, boolean validateOnly) {
    Tag tag = new Tag(push.noteId());
    return new FcmMessage(
        validateOnly ? true : null,
        new Message(
            push.to() instanceof Recipient.Device device ? device.token() : null,
            push.to() instanceof Recipient.Topic topic ? topic.name() : null,
            new Notification(push.title(), push.body()),
            push.data(),
            new Android(push.noteId(), tag),
            new Apns(Map.of("apns-collapse-id", CollapseId.of(push.noteId()))),
            new Webpush(tag)));
  }

  @Serdeable.Serializable
  record Message(
      @Nullable String token,
      @Nullable String topic,
      Notification notification,
      Map<String, String> data,
      Android android,
      Apns apns,
      Webpush webpush) {}

  @Serdeable.Serializable
  record Notification(String title, @Nullable String body) {}

  @Serdeable.Serializable
  record Android(@JsonProperty("collapse_key") String collapseKey, Tag notification) {}

  @Serdeable.Serializable
  record Apns(Map<String, String> headers) {}

  @Serdeable.Serializable
  record Webpush(Tag notification) {}

  @Serdeable.Serializable
  record Tag(String tag) {}
}
