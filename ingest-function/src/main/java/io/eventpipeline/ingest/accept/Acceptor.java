package io.eventpipeline.ingest.accept;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.ingest.idempotency.KeyClaim;
import io.eventpipeline.ingest.idempotency.Idempotency;
import io.eventpipeline.ingest.idempotency.KeyStatus;
import io.eventpipeline.ingest.limit.PermitRequest;
import io.eventpipeline.ingest.limit.Permit;
import io.eventpipeline.ingest.limit.Permits;
import io.eventpipeline.ingest.limit.Limiter;
import io.eventpipeline.ingest.publish.Published;
import io.eventpipeline.ingest.publish.Publisher;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Validate → idempotency → limit → publish. No call waits for anything. Threads: any. */
@Singleton
public final class Acceptor {
  private static final List<FieldError> OTHER_KEY =
      List.of(new FieldError("/idempotencyKey", "must be the one in the header Idempotency-Key"));

  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
  private final Idempotency idempotency;
  private final Limiter limiter;
  private final Publisher publisher;
  private final RequestOutcomes tally;

  Acceptor(Idempotency idempotency, Limiter limiter, Publisher publisher, RequestOutcomes tally) {
    this.idempotency = idempotency;
    this.limiter = limiter;
    this.publisher = publisher;
    this.tally = tally;
  }

  /** Takes one event. */
  public CompletionStage<RequestResult<ItemOutcome>> accept(Parsed<EventDraft> parsed, Sender sender) {
    return judge(parsed, sender).thenApply(tally::one);
  }

  private CompletionStage<RequestResult<ItemOutcome>> judge(Parsed<EventDraft> parsed, Sender sender) {
    return switch (parsed) {
      case Parsed.Invalid<EventDraft>(List<FieldError> errors, String id) ->
          done(new ItemOutcome.Invalid(errors, id));
      case Parsed.Valid<EventDraft>(EventDraft draft) -> accept(draft, sender);
    };
  }

  private CompletionStage<RequestResult<ItemOutcome>> accept(EventDraft draft, Sender sender) {
    String ofRequest = sender.idempotencyKey();
    String key = draft.idempotencyKey();
    if (ofRequest != null && key != null && !ofRequest.equals(key)) {
      return done(new ItemOutcome.Invalid(OTHER_KEY, draft.eventId()));
    }
    key = key == null ? ofRequest : key;
    if (key == null) {
      return limited(draft, sender, grant -> publish(draft, newId(draft), grant, sender));
    }
    KeyClaim attempt = idempotency.attempt(draft, key);
    return idempotency
        .reserve(attempt)
        .thenCompose(standing -> once(draft, attempt, standing, sender));
  }

  /**
   * Takes many events, each for itself; one outcome for each, in their order. A key of the sender
   * makes the whole request repeatable.
   */
  public CompletionStage<Parsed<RequestResult<List<ItemOutcome>>>> acceptAll(
      Parsed<List<Parsed<EventDraft>>> parsed, Sender sender) {
    return switch (parsed) {
      case Parsed.Invalid<List<Parsed<EventDraft>>>(List<FieldError> errors, String id) -> {
        tally.unreadable();
        yield CompletableFuture.completedFuture(new Parsed.Invalid<>(errors, id));
      }
      case Parsed.Valid<List<Parsed<EventDraft>>>(List<Parsed<EventDraft>> items) -> {
        Batch batch = new Batch(RequestKey.given(items, sender), idempotency::attempt);
        yield idempotency
            .reserve(batch.attempts())
            .thenCompose(standings -> publish(batch.standing(standings), sender))
            .thenApply(tally::all)
            .thenApply(Parsed.Valid::new);
      }
    };
  }

  private CompletionStage<RequestResult<List<ItemOutcome>>> publish(Batch batch, Sender sender) {
    return limiter
        .take(new PermitRequest(batch.demand(), sender.address()))
        .thenCompose(
            grants ->
                batch
                    .outcomes(item -> publish(item, grants, sender))
                    .thenApply(outcomes -> new RequestResult<>(outcomes, grants.quotas())));
  }

  private CompletionStage<ItemOutcome> publish(Item item, Permits grants, Sender sender) {
    return switch (item) {
      case Item.Bad(ItemOutcome outcome) -> CompletableFuture.completedFuture(outcome);
      case Item.Plain(EventDraft draft) ->
          publish(draft, newId(draft), grants.next(draft.userId()), sender);
      case Item.Keyed keyed -> publish(keyed, grants, sender);
    };
  }

  private CompletionStage<ItemOutcome> publish(Item.Keyed item, Permits grants, Sender sender) {
    EventDraft draft = item.draft();
    KeyClaim attempt = item.attempt();
    return switch (item.standing()) {
      case FIRST -> publishOnce(draft, attempt, grants.next(draft.userId()), sender);
      case UNDER_WAY ->
          idempotency
              .await(attempt)
              .thenCompose(standing -> once(draft, attempt, standing, sender))
              .thenApply(RequestResult::result);
      case REPEAT, CONFLICT ->
          once(draft, attempt, item.standing(), sender).thenApply(RequestResult::result);
    };
  }

  private CompletionStage<RequestResult<ItemOutcome>> once(
      EventDraft draft, KeyClaim attempt, KeyStatus standing, Sender sender) {
    return switch (standing) {
      case FIRST -> limited(draft, sender, grant -> publishOnce(draft, attempt, grant, sender));
      case REPEAT -> done(new ItemOutcome.Duplicate(attempt.eventIdOf(draft)));
      case CONFLICT -> done(new ItemOutcome.Conflict(draft.eventId()));
      case UNDER_WAY -> done(new ItemOutcome.Unavailable(attempt.eventIdOf(draft)));
    };
  }

  private CompletionStage<RequestResult<ItemOutcome>> limited(
      EventDraft draft, Sender sender, Function<Permit, CompletionStage<ItemOutcome>> publish) {
    return limiter
        .take(PermitRequest.one(draft.userId(), sender.address()))
        .thenCompose(
            grants ->
                publish
                    .apply(grants.next(draft.userId()))
                    .thenApply(outcome -> new RequestResult<>(outcome, grants.quotas())));
  }

  /** Publishes, and then lets the requests with the same key know what became of it. */
  private CompletionStage<ItemOutcome> publishOnce(
      EventDraft draft, KeyClaim attempt, Permit grant, Sender sender) {
    return publish(draft, attempt.eventIdOf(draft), grant, sender)
        .thenCompose(
            outcome -> {
              if (outcome instanceof ItemOutcome.Accepted) {
                idempotency.keep(attempt);
                return CompletableFuture.completedFuture(outcome);
              }
              return idempotency.release(attempt).thenApply(released -> outcome);
            });
  }

  private CompletionStage<ItemOutcome> publish(
      EventDraft draft, String id, Permit grant, Sender sender) {
    if (!grant.granted()) {
      return CompletableFuture.completedFuture(
          new ItemOutcome.RateLimited(id, grant.retryAfter(), grant.policy()));
    }
    return publisher
        .publish(id, draft, sender.trace())
        .thenApply(
            published ->
                switch (published) {
                  case Published.Acknowledged() -> new ItemOutcome.Accepted(id);
                  case Published.TooLarge(int bytes, int max) ->
                      new ItemOutcome.TooLarge(bytes, max, id);
                  case Published.Unacknowledged() -> new ItemOutcome.Unavailable(id);
                });
  }

  private String newId(EventDraft draft) {
    String given = draft.eventId();
    return given != null ? given : ids.generate().toString();
  }

  private static CompletionStage<RequestResult<ItemOutcome>> done(ItemOutcome outcome) {
    return CompletableFuture.completedFuture(RequestResult.of(outcome));
  }
}
