package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.FieldError;
import java.time.Duration;
import java.util.List;

/** What becomes of one webhook request. */
public sealed interface WebhookAnswer {
  /** Kafka acknowledged the event. */
  record Accepted(String eventId) implements WebhookAnswer {}

  /**
   * Kafka acknowledged the event before, or another one with the same signed bytes.
   *
   * @param eventId of the acknowledged event
   */
  record Duplicate(String eventId) implements WebhookAnswer {}

  /** The sender only asked whether anybody is there. */
  record Ping() implements WebhookAnswer {}

  /** The body, or the event made from it, is too large. */
  record TooLarge(int maxBytes) implements WebhookAnswer {}

  /** There is no such source. */
  record UnknownSource() implements WebhookAnswer {}

  /** The source is switched off. */
  record SwitchedOff() implements WebhookAnswer {}

  /**
   * The address has sent too many requests.
   *
   * @param retryAfter how long until the next permit
   */
  record RateLimited(Duration retryAfter) implements WebhookAnswer {}

  /** The timestamp is missing, no number, or too far from now. */
  record WrongTime() implements WebhookAnswer {}

  /** The signature is missing or wrong. */
  record Forged() implements WebhookAnswer {}

  /** The body is no JSON object, or the event that it describes breaks the rules. */
  record Invalid(List<FieldError> errors) implements WebhookAnswer {}

  /** The consumers lag too far behind. */
  record Overloaded() implements WebhookAnswer {}

  /** Kafka has not acknowledged the event in time. */
  record Unavailable() implements WebhookAnswer {}
}
