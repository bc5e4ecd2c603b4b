package io.eventpipeline.runtime.observe;

import org.jspecify.annotations.Nullable;

/** Sums a service up. */
public interface Summary {
  /**
   * What happened since the last call; null if nothing did.
   *
   * @param seconds that have passed, more than 0
   */
  @Nullable SummaryLine since(double seconds);
}
