package io.eventpipeline.ingest.limit;

import java.time.Duration;

/**
 * Whether one request may pass.
 *
 * @param retryAfter how long until the source has a permit for this address; zero if this request
 *     was granted one
 */
public record SourcePermit(boolean granted, Duration retryAfter) {
  static SourcePermit of(WindowPermits permits) {
    return new SourcePermit(permits.granted() > 0, Duration.ofMillis(permits.waitMs()));
  }
}
