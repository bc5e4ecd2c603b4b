package io.eventpipeline.admin.user.web;

import java.util.List;

/**
 * Users as the page shows them.
 *
 * @param known false while Redis is away
 * @param user only this one; empty = all
 * @param waiting those that have waited for more than a second, the longest waits first
 * @param more users that wait and are not shown
 * @param facts of the one user
 */
public record UsersModel(
    boolean known,
    String user,
    List<UserRow> waiting,
    long more,
    List<PausedRow> paused,
    Facts facts) {
  public UsersModel {
    waiting = List.copyOf(waiting);
    paused = List.copyOf(paused);
  }

  /**
   * What is known of one user.
   *
   * @param nextSeq the seq that its order waits for; empty = none was processed, or forgotten
   * @param partition where its events are
   */
  public record Facts(String nextSeq, int partition) {
    static final Facts NONE = new Facts("", -1);
  }
}
