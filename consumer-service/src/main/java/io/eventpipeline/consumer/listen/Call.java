package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.order.Step;
import java.util.ArrayList;
import java.util.List;

/** Steps of one kind that Redis is asked in one script. One and the same only as itself. */
final class Call<S extends Step> {
  private final List<S> steps = new ArrayList<>();
  private int size;

  Call() {}

  Call(S step) {
    add(step);
  }

  void add(S step) {
    steps.add(step);
    size += step.size();
  }

  List<S> steps() {
    return steps;
  }

  /** The sum of the steps' sizes. */
  int size() {
    return size;
  }
}
