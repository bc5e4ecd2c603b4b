package io.eventpipeline.ingest.http.netty;

import java.time.Duration;

/**
 * What connections may use.
 *
 * @param maxConnections open at once, at least 1
 * @param requestTimeout for a request to arrive as a whole, and again for its answer to leave
 * @param idleTimeout for the next request of a connection to begin and to bring all its headers
 * @param maxBytes of bodies in memory whose requests are not answered, at least 1
 */
record ConnectionSettings(
    int maxConnections, Duration requestTimeout, Duration idleTimeout, long maxBytes) {
  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  ConnectionSettings {
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "http.max-connections must be at least 1: " + maxConnections);
    }
    requirePositive("http.request-timeout", requestTimeout);
    requirePositive("micronaut.server.idle-timeout", idleTimeout);
  }

  private static void requirePositive(String property, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(property + " must be positive: " + value);
    }
  }
}
