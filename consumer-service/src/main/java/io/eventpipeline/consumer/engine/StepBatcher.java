package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.order.Step;
import java.util.HashSet;
import java.util.Set;

/**
 * Collects steps of one kind into batches. While Redis owes an answer to one batch, the next steps
 * collect until they fill a batch or the answer comes. So a step waits one round trip at most, and
 * many steps cost few scripts. Event loop only.
 */
final class StepBatcher<S extends Step> {
  /**
   * The size at which a batch is full; its last step may bring as much again. A script stops all
   * else in Redis while it runs: about a millisecond for a full batch.
   */
  static final int FULL = 100;

  private final Set<StepBatch<S>> unanswered = new HashSet<>();
  private StepBatch<S> next = new StepBatch<>(this);

  void add(S step) {
    next.add(step);
  }

  /** The sum of the sizes of the collected steps. */
  int size() {
    return next.size();
  }

  boolean isEmpty() {
    return next.steps().isEmpty();
  }

  boolean isFull() {
    return size() >= FULL;
  }

  /** True if there is a batch to send, and no reason to wait. */
  boolean isDue() {
    return !isEmpty() && (isFull() || unanswered.isEmpty());
  }

  /** Takes the batch to send. The caller awaits its answer. */
  StepBatch<S> take() {
    StepBatch<S> batch = takeBack();
    unanswered.add(batch);
    return batch;
  }

  /** Takes the collected steps, not to be sent. */
  StepBatch<S> takeBack() {
    StepBatch<S> batch = next;
    next = new StepBatch<>(this);
    return batch;
  }

  /** Stops waiting for the answer to a batch. */
  void awaitNoMore(StepBatch<S> batch) {
    unanswered.remove(batch);
  }
}
