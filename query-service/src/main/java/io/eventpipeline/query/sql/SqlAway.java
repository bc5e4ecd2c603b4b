package io.eventpipeline.query.sql;

/** The tables cannot be read now. The message says why, without secrets and addresses. */
public final class SqlAway extends Exception {
  private final boolean busy;

  SqlAway(String why, boolean busy) {
    super(why);
    this.busy = busy;
  }

  /** True if PostgreSQL may answer, but other requests use all connections. */
  boolean isBusy() {
    return busy;
  }
}
