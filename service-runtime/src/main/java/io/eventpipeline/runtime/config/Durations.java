package io.eventpipeline.runtime.config;

import java.time.Duration;
import java.util.List;

/**
 * A setting that lists durations, such as {@code 1s,4s,10s}. A type of its own, because the
 * framework leaves out elements that it cannot read.
 *
 * @param all may be empty
 */
public record Durations(List<Duration> all) {
  public Durations {
    all = List.copyOf(all);
  }

  /** True if one of them is zero or below. */
  public boolean haveNonPositive() {
    return all.stream().anyMatch(duration -> !duration.isPositive());
  }
}
