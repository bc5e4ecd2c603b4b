package io.eventpipeline.ingest.limit;

import java.time.Duration;

/**
 * Whether one event has a place.
 *
 * @param retryAfter when the next place opens; zero if this one was granted
 */
public record Grant(boolean granted, Duration retryAfter) {
  static final Grant YES = new Grant(true, Duration.ZERO);
}
