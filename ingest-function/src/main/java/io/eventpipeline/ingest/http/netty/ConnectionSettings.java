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
   * @throws IllegalArgumentException naming the framework's property that is out of range
   */
  ConnectionSettings {
    if (!idleTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "micronaut.server.idle-timeout must be positive: " + idleTimeout);
    }
  }
}
