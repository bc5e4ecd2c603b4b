package io.eventpipeline.consumer.listen;

import java.time.Duration;

/**
 * What is read, how much of it at once, and how it is let go.
 *
 * @param topic its name
 * @param maxUnfinishedEvents of one partition, before it is paused; one poll may go above it
 * @param maxUnfinishedBytes of one partition, before it is paused; one poll may go above it
 * @param maxLogSpan offsets of one partition from its oldest unfinished event to the last one read,
 *     before it is paused; one poll may go above it
 * @param grace how long running handlers may take to finish when a partition or the process goes
 * @param reread how far back a partition is read again when Redis may have forgotten
 */
public record ListenSettings(
    String topic,
    int maxUnfinishedEvents,
    long maxUnfinishedBytes,
    int maxLogSpan,
    Duration grace,
    Duration reread) {
  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public ListenSettings {
    if (topic.isBlank()) {
      throw new IllegalArgumentException("topic.name must not be blank");
    }
    if (maxUnfinishedEvents < 1) {
      throw new IllegalArgumentException(
          "order.max-unfinished-events must be at least 1: " + maxUnfinishedEvents);
    }
    if (maxUnfinishedBytes < 1) {
      throw new IllegalArgumentException(
          "order.max-unfinished-bytes must be at least 1: " + maxUnfinishedBytes);
    }
    if (maxLogSpan < 1) {
      throw new IllegalArgumentException("pause.max-log-span must be at least 1: " + maxLogSpan);
    }
    if (grace.isNegative() || grace.isZero()) {
      throw new IllegalArgumentException("shutdown.grace must be positive: " + grace);
    }
    if (reread.isNegative()) {
      throw new IllegalArgumentException("ledger.reread must not be negative: " + reread);
    }
  }
}
