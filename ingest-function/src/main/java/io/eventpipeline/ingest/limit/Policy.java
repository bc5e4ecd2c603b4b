package io.eventpipeline.ingest.limit;

import java.time.Duration;

/**
 * A limit that clients are told of.
 *
 * @param name by which they know it
 * @param places within any window
 */
public record Policy(String name, int places, Duration window) {
  /** Events of one user. */
  public static final String USER = "user";

  /** Events from one address. */
  public static final String ADDRESS = "ip";
}
