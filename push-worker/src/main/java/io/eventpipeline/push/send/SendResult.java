package io.eventpipeline.push.send;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one send. A {@code why} goes into logs: it holds no token and no text. */
public sealed interface SendResult {
  /** The push service took it. */
  record Sent() implements SendResult {}

  /** The device has no such app any more. */
  record Unregistered() implements SendResult {}

  /** The push service knows no such token. */
  record BadToken(String why) implements SendResult {}

  /** The push service refuses the message itself. */
  record BadPayload(String why) implements SendResult {}

  /** The token belongs to another sender, or a third party refuses the project. */
  record Forbidden(String why) implements SendResult {}

  /**
   * The project's quota is used up.
   *
   * @param retryAfter null if the answer names no time
   */
  record QuotaExceeded(@Nullable Duration retryAfter) implements SendResult {}

  /** The push service refuses our credentials, also after one refresh of the token. */
  record Unauthorized(String why) implements SendResult {}

  /**
   * No answer, or an error of the push service.
   *
   * @param retryAfter null if the answer names no time
   */
  record Failed(String why, @Nullable Duration retryAfter) implements SendResult {}
}
