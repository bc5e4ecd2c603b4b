package io.eventpipeline.consumer.order;

/**
 * A seq is missing before {@code first}, the first event that waits for it.
 *
 * @param since the log time from which on it waits, unix milliseconds
 * @param stoodAtEnd the loop's clock when we first stood at the end of the partition with this gap,
 *     or {@link #NOT_YET}
 */
record Gap(PendingEvent first, long since, long stoodAtEnd) {
  static final long NOT_YET = Long.MIN_VALUE;

  /** The log itself shows that the wait is over. */
  boolean isOverInLogTime(long logTime, long timeoutMs) {
    return logTime - since >= timeoutMs;
  }

  /** The wait is over if the partition still ended where it did at {@code confirmedAt}. */
  boolean isOverAtEnd(long confirmedAt, long timeoutNanos) {
    return stoodAtEnd != NOT_YET && confirmedAt - stoodAtEnd >= timeoutNanos;
  }
}
