package io.eventpipeline.ingest.accept;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Waits for many outcomes, without a chain of stages as long as a batch. Threads: any. */
final class AllOutcomes {
  private final CompletableFuture<List<ItemOutcome>> all = new CompletableFuture<>();
  private final ItemOutcome[] outcomes;
  private final AtomicInteger open;

  private AllOutcomes(int count) {
    outcomes = new ItemOutcome[count];
    open = new AtomicInteger(count);
  }

  /** The outcomes in their order; fails as soon as one of them does. */
  static CompletionStage<List<ItemOutcome>> of(List<CompletionStage<ItemOutcome>> started) {
    if (started.size() == 1) {
      return started.getFirst().thenApply(List::of);
    }
    AllOutcomes outcomes = new AllOutcomes(started.size());
    for (int i = 0; i < started.size(); i++) {
      int index = i;
      started.get(i).whenComplete((outcome, error) -> outcomes.complete(index, outcome, error));
    }
    return outcomes.all;
  }

  private void complete(int index, ItemOutcome outcome, @Nullable Throwable error) {
    outcomes[index] = outcome;
    if (error != null) {
      all.completeExceptionally(error);
    } else if (open.decrementAndGet() == 0) {
      all.complete(Arrays.asList(outcomes));
    }
  }
}
