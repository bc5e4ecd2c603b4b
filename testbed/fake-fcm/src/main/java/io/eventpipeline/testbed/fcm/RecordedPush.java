package io.eventpipeline.testbed.fcm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One request at the fake's send endpoint.
 *
 * @param at when its body had arrived
 * @param recipient the token or topic; empty if the message names none
 * @param isTopic whether the recipient is a topic
 * @param collapseKey Android's; empty if there is none
 * @param isValidation whether it only asks for a check
 * @param status that the fake answers; 0 if it hangs up
 * @param body JSON as it arrived
 */
public record RecordedPush(
    Instant at,
    String recipient,
    boolean isTopic,
    String collapseKey,
    boolean isValidation,
    int status,
    byte[] body) {
  /** Whether FCM would deliver it. */
  public boolean isTaken() {
    return status == 200 && !isValidation;
  }

  /** The {@code message} of the body. */
  public JsonNode message() {
    return FakeJson.read(body).path("message");
  }
}
