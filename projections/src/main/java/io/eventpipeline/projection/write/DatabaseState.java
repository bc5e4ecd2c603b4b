package io.eventpipeline.projection.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database takes rows. It logs a line when that ends and a line when it begins, none in
 * between. Threads: any.
 */
final class DatabaseState {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseState.class);

  /** The trouble before the first try. */
  static final String NOT_READY = "the tables are not ready yet";

  private final String address;

  @GuardedBy("this")
  private @Nullable String trouble = NOT_READY;

  @GuardedBy("this")
  private boolean logged;

  /** How often it was lost. */
  @GuardedBy("this")
  private long losses;

  DatabaseState(String address) {
    this.address = address;
  }

  /** Why it takes no rows; null if it does. */
  synchronized @Nullable String trouble() {
    return trouble;
  }

  /** To be read before something is tried that may prove that rows are taken. */
  synchronized long losses() {
    return losses;
  }

  /** It did not take rows. */
  synchronized void lose(String why) {
    losses++;
    trouble = why;
    if (!logged) {
      logged = true;
      LOG.warn(
          "{} takes no rows ({}); trying again every second. Events wait, none is lost.",
          address,
          why);
    }
  }

  /**
   * It took rows.
   *
   * @param lossesBefore from before the try: what began before the last loss proves nothing
   */
  synchronized void prove(long lossesBefore) {
    if (trouble != null && losses == lossesBefore) {
      trouble = null;
      logged = false;
      LOG.info("{} takes rows", address);
    }
  }
}
