package io.eventpipeline.ingest.webhook;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.TraceParent;
import io.eventpipeline.ingest.backpressure.Backpressure;
import io.eventpipeline.ingest.idempotency.Deliveries;
import io.eventpipeline.ingest.idempotency.DeliveryClaim;
import io.eventpipeline.ingest.idempotency.DeliveryStatus;
import io.eventpipeline.ingest.publish.Published;
import io.eventpipeline.ingest.publish.Publisher;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes each event of a webhook once, unless the consumers lag too far behind. Never blocks,
 * never fails. Threads: any.
 */
@Singleton
final class OncePublisher {
  private final Deliveries deliveries;
  private final Publisher publisher;
  private final Backpressure backpressure;
  private final WebhookCounts counts;

  OncePublisher(
      Deliveries deliveries, Publisher publisher, Backpressure backpressure, WebhookCounts counts) {
    this.counts = counts;
    this.deliveries = deliveries;
    this.backpressure = backpressure;
    this.publisher = publisher;
  }

  /**
   * Publishes the event unless it was published before.
   *
   * @param trace that the event belongs to; null if none
   * @param atMost how long the sender waits; the work goes on after that, so a late acknowledgement
   *     makes the next delivery a duplicate
   */
  CompletionStage<WebhookAnswer> publish(
      Judgement.Good event, @Nullable TraceParent trace, Duration atMost) {
    if (backpressure.isHigh()) {
      return done(new WebhookAnswer.Overloaded());
    }
    EventDraft draft = event.draft();
    String eventId = Objects.requireNonNull(draft.eventId());
    DeliveryClaim claim = deliveries.claim(eventId, draft.userId(), event.seenId());
    CompletableFuture<WebhookAnswer> work =
        deliveries
            .reserveOrWait(claim, atMost)
            .thenCompose(
                status ->
                    switch (status) {
                      case DeliveryStatus.First() -> publish(claim, draft, trace);
                      case DeliveryStatus.Repeat(String first) -> repeat(claim, first);
                      case DeliveryStatus.UnderWay() -> done(new WebhookAnswer.Unavailable());
                    })
            .toCompletableFuture();
    return work.copy()
        .completeOnTimeout(
            new WebhookAnswer.Unavailable(), atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletionStage<WebhookAnswer> repeat(DeliveryClaim claim, String first) {
    if (!first.equals(claim.eventId())) {
      counts.countReplay();
    }
    return done(new WebhookAnswer.Duplicate(first));
  }

  private CompletionStage<WebhookAnswer> publish(
      DeliveryClaim claim, EventDraft draft, @Nullable TraceParent trace) {
    return publisher
        .publish(claim.eventId(), draft, trace)
        .thenCompose(
            published ->
                switch (published) {
                  case Published.Acknowledged() -> {
                    deliveries.keep(claim);
                    yield done(new WebhookAnswer.Accepted(claim.eventId()));
                  }
                  case Published.TooLarge(int bytes, int max) ->
                      release(claim, new WebhookAnswer.TooLarge(max));
                  case Published.Unacknowledged() ->
                      release(claim, new WebhookAnswer.Unavailable());
                });
  }

  private CompletionStage<WebhookAnswer> release(DeliveryClaim claim, WebhookAnswer answer) {
    return deliveries.release(claim).thenApply(released -> answer);
  }

  private static CompletionStage<WebhookAnswer> done(WebhookAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
