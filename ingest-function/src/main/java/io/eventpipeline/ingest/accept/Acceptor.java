package io.eventpipeline.ingest.accept;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.ingest.idempotency.Idempotency;
import io.eventpipeline.ingest.idempotency.KeyClaim;
import io.eventpipeline.ingest.idempotency.KeyStatus;
import io.eventpipeline.ingest.limit.Limiter;
import io.eventpipeline.ingest.limit.Permit;
import io.eventpipeline.ingest.limit.PermitRequest;
import io.eventpipeline.ingest.limit.Permits;
import io.eventpipeline.ingest.publish.Published;
import io.eventpipeline.ingest.publish.Publisher;
import io.eventpipeline.ingest.status.StatusReader;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Accepts events: reserve the idempotency keys → take permits → publish. One event is a batch of
 * one. No call blocks. Threads: any.
 */
@Singleton
public final class Acceptor {
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
  private final Idempotency idempotency;
  private final Limiter limiter;
  private final Publisher publisher;
  private final StatusReader statuses;
  private final RequestOutcomes counts;

  Acceptor(
      Idempotency idempotency,
      Limiter limiter,
      Publisher publisher,
      StatusReader statuses,
      RequestOutcomes counts) {
    this.idempotency = idempotency;
    this.limiter = limiter;
    this.publisher = publisher;
    this.statuses = statuses;
    this.counts = counts;
  }

  private CompletionStage<RequestResult<List<ItemOutcome>>> accept(Batch batch, Sender sender) {
    return reserveKeys(batch)
        .thenAccept(batch::resolve)
        .thenCompose(
            reserved -> limiter.take(new PermitRequest(batch.wantedPermits(), sender.address())))
        .thenCompose(
            permits ->
                publish(batch, permits, sender)
                    .thenApply(outcomes -> new RequestResult<>(outcomes, permits.remaining())));
  }

  /** Accepts one event. */
  public CompletionStage<RequestResult<ItemOutcome>> accept(
      Parsed<EventDraft> event, Sender sender) {
    Item item = item(RequestKey.applyToOne(event, sender.idempotencyKey()));
    return accept(new Batch(List.of(item)), sender)
        .thenApply(result -> counts.count(result).map(List::getFirst));
  }

  /**
   * Accepts the events of a batch, each on its own.
   *
   * @param events Invalid if the batch itself cannot be read
   */
  public CompletionStage<Parsed<RequestResult<List<ItemOutcome>>>> acceptAll(
      Parsed<List<Parsed<EventDraft>>> events, Sender sender) {
    return acceptEach(events, sender, CompletableFuture::completedFuture);
  }

  /**
   * Accepts those events of a batch that are new. An id that occurred before in the batch, or whose
   * event is final, makes a duplicate. While Redis is away no event counts as final.
   *
   * @param events Invalid if the batch itself cannot be read; each valid event has an id
   */
  public CompletionStage<Parsed<RequestResult<List<ItemOutcome>>>> acceptNew(
      Parsed<List<Parsed<EventDraft>>> events, Sender sender) {
    return acceptEach(
        events,
        sender,
        items ->
            statuses.finalOnes(KnownIds.of(items)).thenApply(ids -> KnownIds.mark(items, ids)));
  }

  private CompletionStage<Parsed<RequestResult<List<ItemOutcome>>>> acceptEach(
      Parsed<List<Parsed<EventDraft>>> events,
      Sender sender,
      Function<List<Item>, CompletionStage<List<Item>>> check) {
    return switch (events) {
      case Parsed.Invalid<List<Parsed<EventDraft>>>(List<FieldError> errors, String id) -> {
        counts.countUnreadable();
        yield CompletableFuture.completedFuture(new Parsed.Invalid<>(errors, id));
      }
      case Parsed.Valid<List<Parsed<EventDraft>>>(List<Parsed<EventDraft>> all) -> {
        List<Parsed<EventDraft>> keyed = RequestKey.applyToAll(all, sender.idempotencyKey());
        yield check
            .apply(keyed.stream().map(this::item).toList())
            .thenCompose(items -> accept(new Batch(items), sender))
            .thenApply(result -> new Parsed.Valid<>(counts.count(result)));
      }
    };
  }

  /**
   * One event waits for the request that holds its key. Many do not: one would hold up the rest.
   */
  private CompletionStage<List<KeyStatus>> reserveKeys(Batch batch) {
    List<KeyClaim> claims = batch.claims();
    return batch.isOneEvent() && !claims.isEmpty()
        ? idempotency.reserveOrWait(claims.getFirst()).thenApply(List::of)
        : idempotency.reserve(claims);
  }

  private Item item(Parsed<EventDraft> event) {
    return switch (event) {
      case Parsed.Invalid<EventDraft>(List<FieldError> errors, String id) ->
          new Item.Decided(new ItemOutcome.Invalid(errors, id));
      case Parsed.Valid<EventDraft>(EventDraft draft) -> {
        String key = draft.idempotencyKey();
        yield key == null
            ? new Item.Ready(draft, eventIdOf(draft), null)
            : new Item.Keyed(draft, idempotency.claim(draft, key));
      }
    };
  }

  private String eventIdOf(EventDraft draft) {
    String given = draft.eventId();
    return given != null ? given : ids.generate().toString();
  }

  private CompletionStage<List<ItemOutcome>> publish(Batch batch, Permits permits, Sender sender) {
    return batch.outcomes(
        item -> publish(item, permits.use(item.draft().userId()), sender),
        underWay -> acceptAlone(underWay, sender));
  }

  /** As a batch of one, it may wait for the request that holds its key. */
  private CompletionStage<ItemOutcome> acceptAlone(Item.Keyed underWay, Sender sender) {
    return accept(new Batch(List.of(underWay)), sender)
        .thenApply(result -> result.outcome().getFirst());
  }

  private CompletionStage<ItemOutcome> publish(Item.Ready item, Permit permit, Sender sender) {
    CompletionStage<ItemOutcome> outcome =
        permit.granted()
            ? publisher
                .publish(item.eventId(), item.draft(), sender.trace())
                .thenApply(published -> outcome(published, item.eventId()))
            : CompletableFuture.completedFuture(
                new ItemOutcome.RateLimited(item.eventId(), permit.retryAfter(), permit.policy()));
    KeyClaim claim = item.claim();
    return claim == null ? outcome : outcome.thenCompose(known -> keepOrRelease(claim, known));
  }

  private static ItemOutcome outcome(Published published, String eventId) {
    return switch (published) {
      case Published.Acknowledged() -> new ItemOutcome.Accepted(eventId);
      case Published.TooLarge(int bytes, int max) -> new ItemOutcome.TooLarge(bytes, max, eventId);
      case Published.Unacknowledged() -> new ItemOutcome.Unavailable(eventId);
    };
  }

  /** Tells the other requests with the same key, before the client hears of it. */
  private CompletionStage<ItemOutcome> keepOrRelease(KeyClaim claim, ItemOutcome outcome) {
    if (outcome instanceof ItemOutcome.Accepted) {
      idempotency.keep(claim);
      return CompletableFuture.completedFuture(outcome);
    }
    return idempotency.release(claim).thenApply(released -> outcome);
  }
}
