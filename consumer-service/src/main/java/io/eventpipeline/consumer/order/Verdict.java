package io.eventpipeline.consumer.order;

import io.eventpipeline.consumer.order.Verdict.Failed;
import io.eventpipeline.consumer.order.Verdict.Processed;
import io.eventpipeline.consumer.order.Verdict.Skipped;

/** What an event is to become in Redis, and for good. */
public sealed interface Verdict permits Processed, Failed, Skipped {
  /** Handler runs that ended. */
  int attempts();

  /** The handler succeeded. */
  record Processed(int attempts) implements Verdict {}

  /**
   * Its attempts are spent, or no attempt can help.
   *
   * @param inOrder true if the order of its user waits for it and goes on after it
   */
  record Failed(int attempts, Failure failure, boolean inOrder) implements Verdict {}

  /** Its place in the order is gone; it was never run. */
  record Skipped() implements Verdict {
    @Override
    public int attempts() {
      return 0;
    }
  }
}
