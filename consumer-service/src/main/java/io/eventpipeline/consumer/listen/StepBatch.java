package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.order.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Steps of one kind that Redis is asked in one script. One and the same only as itself. */
final class StepBatch<S extends Step> {
  private final List<S> steps = new ArrayList<>();
  private int size;

  StepBatch() {}

  StepBatch(S step) {
    add(step);
  }

  void add(S step) {
    steps.add(step);
    size += step.size();
  }

  List<S> steps() {
    return steps;
  }

  /** Something of each step, in their order. */
  <T> List<T> map(Function<S, T> of) {
    return steps.stream().map(of).toList();
  }

  /** Hands each step what came of it; there is one result for each. */
  <R> void forEach(List<R> results, BiConsumer<S, R> to) {
    for (int i = 0; i < steps.size(); i++) {
      to.accept(steps.get(i), results.get(i));
    }
  }

  /** The sum of the steps' sizes. */
  int size() {
    return size;
  }
}
