package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;

/** Whether the poll thread turns, drains or has ended. Threads: any. */
final class PollStatus {
  /** How long the consumer may take to leave the group when the process ends. */
  private static final Duration LONGEST_LEAVE = Duration.ofSeconds(5);

  private static final Duration SHORTEST_LEAVE = Duration.ofSeconds(1);

  private volatile long lastTurn = SystemTime.nanos();
  private volatile boolean ended;
  private volatile boolean draining;
  private volatile long drainBy;

  /** The poll thread has come round, or waits for a good reason. */
  void markTurn() {
    lastTurn = SystemTime.nanos();
  }

  long nanosSinceTurn() {
    return SystemTime.nanos() - lastTurn;
  }

  void markEnded() {
    ended = true;
  }

  boolean hasEnded() {
    return ended;
  }

  void startDraining(Duration grace) {
    drainBy = SystemTime.nanos() + grace.toNanos();
    draining = true;
  }

  /** True if nothing more is to be read, because the process ends. */
  boolean isDraining() {
    return draining;
  }

  /** How long the consumer may take to close: Kafka may be away, and the grace nearly over. */
  Duration timeToClose() {
    long left = draining ? drainBy - SystemTime.nanos() : LONGEST_LEAVE.toNanos();
    return Duration.ofNanos(Math.clamp(left, SHORTEST_LEAVE.toNanos(), LONGEST_LEAVE.toNanos()));
  }
}
