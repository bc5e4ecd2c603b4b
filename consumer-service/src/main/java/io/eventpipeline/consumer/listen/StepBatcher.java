package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.order.Step;
import java.util.HashSet;
import java.util.Set;

/**
 * Steps of one kind that are to leave for Redis. While a call of them is unanswered the next ones
 * gather, until they fill a call or the answers are here: so the more there are, the fewer calls do
 * they cost, and none waits longer than an answer takes. Event loop only.
 */
final class StepBatcher<S extends Step> {
  /**
   * When a call is full: the sum of its steps' sizes. The last step may bring as many again. A
   * script is one step for Redis, during which it does nothing else, for about a millisecond.
   */
  static final int FULL = 100;

  private final Set<StepBatch<?>> unanswered = new HashSet<>();
  private StepBatch<S> next = new StepBatch<>();

  void add(S step) {
    next.add(step);
  }

  /** The sum of the sizes of what has gathered. */
  int size() {
    return next.size();
  }

  boolean isEmpty() {
    return next.steps().isEmpty();
  }

  boolean isFull() {
    return size() >= FULL;
  }

  /** There is something, and nothing to wait for. */
  boolean isDue() {
    return !isEmpty() && (isFull() || unanswered.isEmpty());
  }

  /** What has gathered, for it to be sent now: there is to be an answer. */
  StepBatch<S> take() {
    StepBatch<S> call = giveBack();
    unanswered.add(call);
    return call;
  }

  /** What has gathered, for it not to be sent. */
  StepBatch<S> giveBack() {
    StepBatch<S> call = next;
    next = new StepBatch<>();
    return call;
  }

  /** No answer to the call is awaited any more, if it is one of these. */
  void answered(StepBatch<?> call) {
    unanswered.remove(call);
  }
}
