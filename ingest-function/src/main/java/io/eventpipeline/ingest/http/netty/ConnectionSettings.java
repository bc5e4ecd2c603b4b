package io.eventpipeline.ingest.http.netty;

import java.time.Duration;

/**
 * What connections may use.
 *
 * @param maxConnections open at once, at least 1
 * @param requestTimeout for a whole request to arrive, and again for its response to leave
 * @param idleTimeout for the next request of a connection to bring all its headers
 * @param maxBytes of unanswered request bodies in memory, at least 1
 */
record ConnectionSettings(
    int maxConnections, Duration requestTimeout, Duration idleTimeout, long maxBytes) {
  /**
   * @throws IllegalArgumentException naming the framework's property that is wrong
   */
  ConnectionSettings {
    if (!idleTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "micronaut.server.idle-timeout must be positive: " + idleTimeout);
    }
  }
}
