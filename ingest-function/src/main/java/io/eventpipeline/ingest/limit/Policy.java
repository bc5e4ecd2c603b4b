package io.eventpipeline.ingest.limit;

import java.time.Duration;

/**
 * A limit, as clients see it.
 *
 * @param name by which responses refer to it
 * @param permits within any window
 */
public record Policy(String name, int permits, Duration window) {
  /** Events of one user. */
  public static final String USER = "user";

  /** Events from one address. */
  public static final String ADDRESS = "ip";
}
