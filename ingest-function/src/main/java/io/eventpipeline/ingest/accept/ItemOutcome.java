package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.FieldError;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one event that a client sent. */
public sealed interface ItemOutcome {
  /** Kafka acknowledged the event. */
  record Accepted(String eventId) implements ItemOutcome {}

  /** Kafka acknowledged the same event earlier, under the same idempotency key. */
  record Duplicate(String eventId) implements ItemOutcome {}

  /**
   * The idempotency key was used for another event.
   *
   * @param eventId the client's, if it gave one
   */
  record Conflict(@Nullable String eventId) implements ItemOutcome {}

  /**
   * The event breaks the rules; nothing of it was used.
   *
   * @param eventId the client's, if it gave a legal one
   */
  record Invalid(List<FieldError> errors, @Nullable String eventId) implements ItemOutcome {}

  /** The event follows the rules but is larger than a record may be. */
  record TooLarge(int bytes, int maxBytes, String eventId) implements ItemOutcome {}

  /**
   * The user, or the address, has sent too many events.
   *
   * @param retryAfter how long until the next permit
   * @param policy name of the limit that refused
   */
  record RateLimited(String eventId, Duration retryAfter, String policy) implements ItemOutcome {}

  /** Kafka did not acknowledge the event in time. It may be in Kafka: resend it with this id. */
  record Unavailable(String eventId) implements ItemOutcome {}
}
