package io.eventpipeline.consumer.order;

import io.eventpipeline.consumer.order.Verdict.Failed;
import io.eventpipeline.consumer.order.Verdict.Processed;
import io.eventpipeline.consumer.order.Verdict.Skipped;

/** The final state that an event gets in Redis. */
public sealed interface Verdict permits Processed, Failed, Skipped {
  /** Attempts that ended. */
  int attempts();

  /** The handler succeeded. */
  record Processed(int attempts) implements Verdict {}

  /**
   * Its attempts are used up, or no attempt can help.
   *
   * @param inOrder true if it takes its seq: the user's order goes on after it
   */
  record Failed(int attempts, Failure failure, boolean inOrder) implements Verdict {}

  /** Its seq was given up before it came; its handler never ran. */
  record Skipped() implements Verdict {
    @Override
    public int attempts() {
      return 0;
    }
  }
}
