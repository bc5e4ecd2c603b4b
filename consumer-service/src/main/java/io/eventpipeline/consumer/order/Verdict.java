package io.eventpipeline.consumer.order;

import io.eventpipeline.consumer.order.Verdict.Failed;
import io.eventpipeline.consumer.order.Verdict.Processed;
import io.eventpipeline.consumer.order.Verdict.Skipped;
import io.eventpipeline.contract.Emission;
import java.util.List;

/** The final state that an event gets in Redis. */
public sealed interface Verdict permits Processed, Failed, Skipped {
  /** Attempts that ended. */
  int attempts();

  /**
   * The handler succeeded.
   *
   * @param emissions what it returned, checked and complete; rules add theirs at the settle
   */
  record Processed(int attempts, List<Emission> emissions) implements Verdict {
    /** It emits nothing. */
    public Processed(int attempts) {
      this(attempts, List.of());
    }
  }

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
