package io.eventpipeline.ingest.limit;

import java.time.Duration;

/**
 * Whether one event has a place.
 *
 * @param retryAfter when the next place opens; zero if this one was granted
 * @param policy the name of the one that refused it, or {@link Policy#USER} if none did
 */
public record Permit(boolean granted, Duration retryAfter, String policy) {
  static final Permit YES = new Permit(true, Duration.ZERO, Policy.USER);
}
