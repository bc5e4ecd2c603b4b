package io.eventpipeline.consumer.order;

import java.time.Duration;

/** Order settings for tests that need not care about the rest. */
public final class Bounds {
  private Bounds() {}

  public static OrderSettings of(Duration gapTimeout, long maxSeqJump) {
    return new OrderSettings(gapTimeout, maxSeqJump, 1000, 1_000_000, "");
  }
}
