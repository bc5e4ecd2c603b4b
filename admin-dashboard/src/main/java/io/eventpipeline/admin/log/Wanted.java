package io.eventpipeline.admin.log;

/** What a search looks for. Equal ones share a search. */
public sealed interface Wanted {
  /**
   * The newest events of a user.
   *
   * @param before where to go on backward, see {@link Places}; empty = the end of the log
   * @param everywhere true to look into all partitions, false for the one that the user's events
   *     belong to
   */
  record ByUser(String userId, String before, boolean everywhere) implements Wanted {}

  /** The newest record of one event. */
  record ById(String id) implements Wanted {}
}
