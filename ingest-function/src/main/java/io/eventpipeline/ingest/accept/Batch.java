package io.eventpipeline.ingest.accept;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.ingest.limit.Grant;
import io.eventpipeline.ingest.limit.Grants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * The items of one batch on their way; those over a user's limit are the tail of its valid ones.
 */
final class Batch {
  private final List<Parsed<EventDraft>> items;
  private final Map<String, Integer> demand = new LinkedHashMap<>();

  Batch(List<Parsed<EventDraft>> items) {
    this.items = items;
    for (Parsed<EventDraft> item : items) {
      if (item instanceof Parsed.Valid<EventDraft>(EventDraft draft)) {
        demand.merge(draft.userId(), 1, Integer::sum);
      }
    }
  }

  /** How many places each user asks for. */
  Map<String, Integer> demand() {
    return demand;
  }

  /** Publishes what was granted, in order. Done when every item has its outcome. */
  CompletionStage<List<Outcome>> publish(
      Grants grants, BiFunction<EventDraft, Grant, CompletionStage<Outcome>> publish) {
    Outcome[] outcomes = new Outcome[items.size()];
    AtomicInteger open = new AtomicInteger(items.size());
    CompletableFuture<List<Outcome>> done = new CompletableFuture<>();
    List<CompletionStage<Outcome>> started = new ArrayList<>(items.size());
    for (Parsed<EventDraft> item : items) {
      started.add(
          switch (item) {
            case Parsed.Valid<EventDraft>(EventDraft draft) ->
                publish.apply(draft, grants.next(draft.userId()));
            case Parsed.Invalid<EventDraft>(List<FieldError> errors, String id) ->
                CompletableFuture.completedFuture(new Outcome.Invalid(errors, id));
          });
    }
    for (int i = 0; i < outcomes.length; i++) {
      int index = i;
      started
          .get(i)
          .whenComplete(
              (outcome, error) -> {
                outcomes[index] = outcome;
                if (error != null) {
                  done.completeExceptionally(error);
                } else if (open.decrementAndGet() == 0) {
                  done.complete(Arrays.asList(outcomes));
                }
              });
    }
    return done;
  }
}
