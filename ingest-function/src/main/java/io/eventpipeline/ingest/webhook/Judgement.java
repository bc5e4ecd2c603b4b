package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request is, by its own bytes alone. */
sealed interface Judgement {
  /** Nobody knows who sent it. */
  record Refused(WebhookAnswer answer) implements Judgement {}

  /**
   * One of the secrets signed it.
   *
   * @param secret index of that secret
   */
  record Genuine(int secret, Content content) implements Judgement {}

  /** What an authentic request brings. */
  sealed interface Content {}

  /** Nothing: the sender only asks whether anybody is there. */
  record Ping() implements Content {}

  /** No event that follows the rules. */
  record Broken(List<FieldError> errors) implements Content {}

  /**
   * An event.
   *
   * @param draft with an event id
   * @param seenId names the signed bytes, which count once too; null if the id alone counts
   */
  record Good(EventDraft draft, @Nullable String seenId) implements Content {}
}
