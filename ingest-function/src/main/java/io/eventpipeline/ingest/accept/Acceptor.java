package io.eventpipeline.ingest.accept;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.EventReader;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.TraceParent;
import io.eventpipeline.ingest.limit.Grant;
import io.eventpipeline.ingest.limit.Limiter;
import io.eventpipeline.ingest.publish.Published;
import io.eventpipeline.ingest.publish.Publisher;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Validate → limit → publish. No call waits for anything. Threads: any. */
@Singleton
public final class Acceptor {
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
  private final Limiter limiter;
  private final Publisher publisher;
  private final Tally tally;

  Acceptor(Limiter limiter, Publisher publisher, Tally tally) {
    this.limiter = limiter;
    this.publisher = publisher;
    this.tally = tally;
  }

  /**
   * Takes one event.
   *
   * @param trace of the request, or null
   */
  public CompletionStage<Outcome> accept(byte[] body, @Nullable TraceParent trace) {
    return judge(body, trace).thenApply(tally::one);
  }

  private CompletionStage<Outcome> judge(byte[] body, @Nullable TraceParent trace) {
    return switch (EventReader.draft(body)) {
      case Parsed.Invalid<EventDraft>(List<FieldError> errors, String id) ->
          CompletableFuture.completedFuture(new Outcome.Invalid(errors, id));
      case Parsed.Valid<EventDraft>(EventDraft draft) ->
          limiter.take(draft.userId()).thenCompose(grant -> publish(draft, grant, trace));
    };
  }

  /**
   * Takes many events, each for itself; one outcome for each, in their order.
   *
   * @param trace of the request, or null
   */
  public CompletionStage<Parsed<List<Outcome>>> acceptAll(
      byte[] body, @Nullable TraceParent trace) {
    return switch (EventReader.batch(body)) {
      case Parsed.Invalid<List<Parsed<EventDraft>>>(List<FieldError> errors, String id) -> {
        tally.unreadable();
        yield CompletableFuture.completedFuture(new Parsed.Invalid<>(errors, id));
      }
      case Parsed.Valid<List<Parsed<EventDraft>>>(List<Parsed<EventDraft>> items) -> {
        Batch batch = new Batch(items);
        yield limiter
            .take(batch.demand())
            .thenCompose(
                grants -> batch.publish(grants, (draft, grant) -> publish(draft, grant, trace)))
            .thenApply(tally::all)
            .thenApply(Parsed.Valid::new);
      }
    };
  }

  private CompletionStage<Outcome> publish(
      EventDraft draft, Grant grant, @Nullable TraceParent trace) {
    String id = idOf(draft);
    if (!grant.granted()) {
      return CompletableFuture.completedFuture(new Outcome.RateLimited(id, grant.retryAfter()));
    }
    return publisher
        .publish(id, draft, trace)
        .thenApply(
            published ->
                switch (published) {
                  case Published.Acknowledged() -> new Outcome.Accepted(id);
                  case Published.TooLarge(int bytes, int max) ->
                      new Outcome.TooLarge(bytes, max, id);
                  case Published.Unacknowledged() -> new Outcome.Unavailable(id);
                });
  }

  private String idOf(EventDraft draft) {
    String given = draft.eventId();
    return given != null ? given : ids.generate().toString();
  }
}
