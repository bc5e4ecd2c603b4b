package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.FieldError;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one event that a client sent. */
public sealed interface ItemOutcome {
  /** Kafka acknowledged it. */
  record Accepted(String eventId) implements ItemOutcome {}

  /** The same was sent before under its idempotency key, and Kafka acknowledged that. */
  record Duplicate(String eventId) implements ItemOutcome {}

  /**
   * Something else was sent before under its idempotency key.
   *
   * @param eventId the client's, if it gave one
   */
  record Conflict(@Nullable String eventId) implements ItemOutcome {}

  /**
   * It breaks the rules; nothing of it was used.
   *
   * @param eventId the client's, if it gave a legal one
   */
  record Invalid(List<FieldError> errors, @Nullable String eventId) implements ItemOutcome {}

  /** It follows the rules, and is larger than a record may be. */
  record TooLarge(int bytes, int maxBytes, String eventId) implements ItemOutcome {}

  /**
   * Its user, or its address, has sent too many.
   *
   * @param retryAfter when the next place opens
   * @param policy the name of the limit
   */
  record RateLimited(String eventId, Duration retryAfter, String policy) implements ItemOutcome {}

  /** Kafka did not acknowledge it in time. It may be in Kafka: send it again with this id. */
  record Unavailable(String eventId) implements ItemOutcome {}
}
