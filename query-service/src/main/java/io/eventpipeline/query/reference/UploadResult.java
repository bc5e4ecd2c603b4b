package io.eventpipeline.query.reference;

import io.eventpipeline.contract.FieldError;
import java.time.Duration;

/** What became of an upload. Only {@link Taken} changed anything. */
public sealed interface UploadResult {
  /** The table counts now. */
  record Taken(TableRef table) implements UploadResult {}

  /** The table that counts has a later {@code ts}. */
  record Older(long currentTs) implements UploadResult {}

  /** Another table counts than the one that {@code If-Match} names. */
  record Changed() implements UploadResult {}

  /** The body breaks the rules. */
  record Invalid(FieldError error) implements UploadResult {}

  /** The body or its table is too large. */
  record TooLarge(String why) implements UploadResult {}

  /** The body did not arrive in time. */
  record TooSlow() implements UploadResult {}

  /** Another upload is under way. */
  record Busy(Duration retryAfter) implements UploadResult {}

  /** The client went away. */
  record Broken() implements UploadResult {}

  /** Redis cannot be used now. */
  record Unavailable(String why) implements UploadResult {}

  /** The value of the metric's tag. */
  default String tag() {
    return switch (this) {
      case Taken taken -> "taken";
      case Older older -> "older";
      case Changed changed -> "changed";
      case Invalid invalid -> "invalid";
      case TooLarge large -> "too_large";
      case TooSlow slow -> "too_slow";
      case Busy busy -> "busy";
      case Broken broken -> "broken";
      case Unavailable away -> "unavailable";
    };
  }
}
