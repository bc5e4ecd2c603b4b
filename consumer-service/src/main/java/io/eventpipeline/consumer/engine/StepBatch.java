package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.order.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Steps of one kind that go to Redis in one script. Equal only to itself. */
final class StepBatch<S extends Step> {
  private final List<S> steps = new ArrayList<>();
  private final @Nullable StepBatcher<S> batcher;
  private int size;

  StepBatch() {
    this.batcher = null;
  }

  /**
   * @param batcher sends no batch that is not full while it waits for the answer to this one
   */
  StepBatch(StepBatcher<S> batcher) {
    this.batcher = batcher;
  }

  StepBatch(S step) {
    this();
    add(step);
  }

  void add(S step) {
    steps.add(step);
    size += step.size();
  }

  List<S> steps() {
    return steps;
  }

  /** One value of each step, in their order. */
  <T> List<T> map(Function<S, T> of) {
    return steps.stream().map(of).toList();
  }

  /**
   * Pairs each step with its result.
   *
   * @param results one for each step, in their order
   */
  <R> void forEach(List<R> results, BiConsumer<S, R> action) {
    for (int i = 0; i < steps.size(); i++) {
      action.accept(steps.get(i), results.get(i));
    }
  }

  /** No answer is awaited any more. */
  void endWait() {
    if (batcher != null) {
      batcher.awaitNoMore(this);
    }
  }

  /** The sum of the steps' sizes. */
  int size() {
    return size;
  }
}
