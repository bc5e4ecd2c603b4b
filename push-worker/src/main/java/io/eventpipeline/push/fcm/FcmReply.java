package io.eventpipeline.push.fcm;

import io.eventpipeline.push.send.Recipient;
import io.eventpipeline.push.send.SendResult;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply of FCM, and what it means for the message.
 *
 * <p>A reply that no rule knows is {@code Failed}: that repeats the message and deletes no token.
 *
 * @param retryAfter null if the reply names no time
 */
record FcmReply(int status, FcmAnswer answer, @Nullable Duration retryAfter) {
  private static final String TOKEN_FIELD = "message.token";

  /** Reads a response. A body that is no answer of FCM counts as one without any member. */
  static FcmReply read(HttpResponse<byte[]> response, JsonMapper json, Instant now) {
    String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
    return new FcmReply(
        response.statusCode(),
        answer(response.body(), json),
        retryAfter == null ? null : RetryAfter.parse(retryAfter, now));
  }

  private static FcmAnswer answer(byte[] body, JsonMapper json) {
    try {
      FcmAnswer answer = json.readValue(body, FcmAnswer.class);
      return answer == null ? FcmAnswer.NONE : answer;
    } catch (IOException foreign) {
      return FcmAnswer.NONE;
    }
  }

  /** Whether a new access token may help; the same status also stands for Apple's refusal. */
  boolean refusesAccessToken() {
    return status == 401 && !answer.has("THIRD_PARTY_AUTH_ERROR");
  }

  /**
   * The result of a send.
   *
   * @param to decides who is at fault: a topic has no token
   */
  SendResult result(Recipient to) {
    boolean toDevice = to instanceof Recipient.Device;
    if (status == 200 && answer.name() != null) {
      return new SendResult.Sent();
    }
    if (toDevice && status == 404 && answer.has("UNREGISTERED")) {
      return new SendResult.Unregistered();
    }
    String why = "FCM answered " + status + answer.words();
    if (answer.has("SENDER_ID_MISMATCH") || answer.has("THIRD_PARTY_AUTH_ERROR")) {
      return new SendResult.Forbidden(why);
    }
    return switch (status) {
      case 400 ->
          toDevice && blamesToken() ? new SendResult.BadToken(why) : new SendResult.BadPayload(why);
      case 401, 403 -> new SendResult.Unauthorized(why);
      case 429 -> new SendResult.QuotaExceeded(retryAfter);
      default -> new SendResult.Failed(why, retryAfter);
    };
  }

  /** FCM has a code for a bad token and names the fields of a bad payload; it may do both. */
  private boolean blamesToken() {
    List<String> fields = answer.fields();
    return fields.isEmpty()
        ? answer.has("INVALID_ARGUMENT")
        : fields.stream().allMatch(TOKEN_FIELD::equals);
  }
}
