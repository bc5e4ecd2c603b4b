package io.eventpipeline.testbed.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What FCM refuses in a message, as far as a client gets it wrong easily. */
final class SendRules {
  private static final int LARGEST_TO_DEVICE = 4096;
  private static final int LARGEST_TO_TOPIC = 2048;
  private static final int LONGEST_COLLAPSE_ID = 64;

  private SendRules() {}

  /** The refusal; null for a good message. */
  static @Nullable FakeAnswer check(JsonNode message) {
    List<String> wrong = new ArrayList<>();
    if (message.path("token").isTextual() == message.path("topic").isTextual()) {
      wrong.add("message");
    }
    if (payload(message) > (message.has("topic") ? LARGEST_TO_TOPIC : LARGEST_TO_DEVICE)) {
      wrong.add("message.data");
    }
    for (JsonNode value : message.path("data")) {
      if (!value.isTextual()) {
        wrong.add("message.data[0].value");
      }
    }
    String collapseId = message.path("apns").path("headers").path("apns-collapse-id").asText();
    if (collapseId.getBytes(UTF_8).length > LONGEST_COLLAPSE_ID) {
      wrong.add("message.apns.headers");
    }
    return wrong.isEmpty() ? null : FakeAnswer.badFields(wrong.toArray(String[]::new));
  }

  private static int payload(JsonNode message) {
    return bytes(message.path("notification")) + bytes(message.path("data"));
  }

  private static int bytes(JsonNode node) {
    return node.toString().getBytes(UTF_8).length;
  }
}
