package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.order.Lanes;
import java.util.concurrent.TimeUnit;

/**
 * Looks after the users of a partition that wait: counts them, shows them to operators, and ends
 * pauses that hold up others. Event loop only, except {@link #counts}.
 */
final class UserWaits {
  private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Lanes lanes;
  private final Partition partition;
  private final PauseWatch pauses;
  private final WaitBoard board;
  private long countedAt;
  private volatile WaitingUsers counts = new WaitingUsers(0, 0, 0, 0, 0);

  UserWaits(Lanes lanes, Partition partition, PauseWatch pauses, WaitBoard board) {
    this.lanes = lanes;
    this.partition = partition;
    this.pauses = pauses;
    this.board = board;
  }

  /**
   * Call ten times a second.
   *
   * @param overdue users whose handlers are over their timeout
   */
  void look(long now, int overdue) {
    pauses.keepBounds(lanes, partition);
    board.lookIfDue(now);
    if (now - countedAt >= COUNT_NANOS) {
      countedAt = now;
      counts =
          new WaitingUsers(
              lanes.gaps().count(),
              lanes.waitingForRetry(),
              overdue,
              lanes.pauses().count(),
              board.longestNanos());
    }
  }

  /** As counted a second ago at most. Any thread. */
  WaitingUsers counts() {
    return counts;
  }
}
