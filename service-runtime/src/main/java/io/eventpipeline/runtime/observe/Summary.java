package io.eventpipeline.runtime.observe;

import org.jspecify.annotations.Nullable;

/** Summarises what a service did. */
public interface Summary {
  /**
   * Summarises the time since the last call; null if nothing happened.
   *
   * @param seconds since the last call, more than 0
   */
  @Nullable SummaryLine since(double seconds);
}
