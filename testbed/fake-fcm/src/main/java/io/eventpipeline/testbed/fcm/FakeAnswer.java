package io.eventpipeline.testbed.fcm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the fake answers.
 *
 * @param status of HTTP; 0 to take the message as FCM does
 * @param body JSON; {@code RECIPIENT} in it becomes the token or topic
 * @param retryAfter the header's value; null for none
 * @param delay before the answer
 * @param ending what becomes of the connection
 */
public record FakeAnswer(
    int status, String body, @Nullable String retryAfter, Duration delay, Ending ending) {
  private static final String FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError";
  private static final String BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest";

  /** What becomes of the connection. */
  public enum Ending {
    /** It serves the next request. */
    KEPT,
    /** It is closed after half of the answer. */
    CUT,
    /** It stays open after half of the answer. */
    STALLED,
    /** It is closed without an answer. */
    HUNG_UP
  }

  /** The message is taken. */
  public static FakeAnswer taken() {
    return of(0, "");
  }

  /** Any status and body. */
  public static FakeAnswer of(int status, String body) {
    return new FakeAnswer(status, body, null, Duration.ZERO, Ending.KEPT);
  }

  /**
   * An error without details.
   *
   * @param name of the status in Google's APIs, such as {@code UNAVAILABLE}
   */
  public static FakeAnswer error(int status, String name) {
    return withDetails(status, name, List.of());
  }

  /**
   * An error with FCM's own code.
   *
   * @param name of the status in Google's APIs, such as {@code NOT_FOUND}
   * @param code such as {@code UNREGISTERED}
   */
  public static FakeAnswer error(int status, String name, String code) {
    return withDetails(status, name, List.of(fcmError(code)));
  }

  /** FCM objects to fields of the message. */
  public static FakeAnswer badFields(String... fields) {
    return withDetails(400, "INVALID_ARGUMENT", List.of(badRequest(fields)));
  }

  /** FCM objects to fields and gives its code besides. */
  public static FakeAnswer badFieldsWithCode(String... fields) {
    return withDetails(
        400, "INVALID_ARGUMENT", List.of(fcmError("INVALID_ARGUMENT"), badRequest(fields)));
  }

  private static Map<String, Object> fcmError(String code) {
    return Map.of("@type", FCM_ERROR, "errorCode", code);
  }

  private static Map<String, Object> badRequest(String... fields) {
    List<Map<String, String>> violations =
        List.of(fields).stream()
            .map(field -> Map.of("field", field, "description", "Invalid value, RECIPIENT"))
            .toList();
    return Map.of("@type", BAD_REQUEST, "fieldViolations", violations);
  }

  private static FakeAnswer withDetails(int status, String name, List<?> details) {
    Map<String, Object> error =
        Map.of("code", status, "message", "Refused: RECIPIENT", "status", name, "details", details);
    return of(status, FakeJson.write(Map.of("error", error)));
  }

  /** The same with the header {@code Retry-After}: seconds or an HTTP date. */
  public FakeAnswer retryAfter(String value) {
    return new FakeAnswer(status, body, value, delay, ending);
  }

  /** The same after a delay. */
  public FakeAnswer after(Duration time) {
    return new FakeAnswer(status, body, retryAfter, time, ending);
  }

  /** The same with another end of the connection. */
  public FakeAnswer ending(Ending as) {
    return new FakeAnswer(status, body, retryAfter, delay, as);
  }
}
