package io.eventpipeline.consumer.order;

import io.eventpipeline.contract.Emission;
import jakarta.inject.Singleton;

/**
 * How many bytes of emissions the process remembers, over all partitions. Event loop only.
 *
 * @see HandlerMemory
 */
@Singleton
public final class EmissionBudget {
  private final long max;
  private long used;

  public EmissionBudget(OutcomesSettings settings) {
    max = settings.maxBytes();
  }

  void add(Verdict outcome) {
    used += bytes(outcome);
  }

  void remove(Verdict outcome) {
    used -= bytes(outcome);
  }

  boolean isExceeded() {
    return used > max;
  }

  /** Roughly the memory that its emissions take; 0 if it has none. */
  static long bytes(Verdict outcome) {
    long bytes = 0;
    if (outcome instanceof Verdict.Processed processed) {
      for (Emission emission : processed.emissions()) {
        bytes += emission.json().length();
      }
    }
    return bytes;
  }
}
