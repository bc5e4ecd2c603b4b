package io.eventpipeline.ingest.limit;

import java.time.Duration;

/**
 * Whether one event may pass.
 *
 * @param retryAfter how long until the refusing limit has a permit; zero if this one was granted
 * @param policy name of the limit that refused, or {@link Policy#USER} if none did
 */
public record Permit(boolean granted, Duration retryAfter, String policy) {
  static final Permit GRANTED = new Permit(true, Duration.ZERO, Policy.USER);
}
