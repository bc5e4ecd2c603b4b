package io.eventpipeline.consumer.offset;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The log time of a partition at its offsets, to the second: enough to know the age of its oldest
 * event that is not final, without a time for each. One thread.
 */
public final class LogTimes {
  private static final long STEP_MS = 1000;

  /** The log time of an offset that was not read. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private final Deque<Mark> marks = new ArrayDeque<>();

  private record Mark(long offset, long logTime) {}

  /**
   * Adds a record. Offset and log time never go back, until {@link #clear}.
   *
   * @param logTime unix milliseconds
   */
  public void add(long offset, long logTime) {
    Mark last = marks.peekLast();
    if (last == null || logTime - last.logTime() >= STEP_MS) {
      marks.addLast(new Mark(offset, logTime));
    }
  }

  /** Forgets all: reading goes on at an earlier offset. */
  public void clear() {
    marks.clear();
  }

  /** The log time at {@code offset}, up to a second too early. Forgets the offsets before it. */
  public long at(long offset) {
    Mark found = null;
    for (Mark mark = marks.peekFirst();
        mark != null && mark.offset() <= offset;
        mark = marks.peekFirst()) {
      found = marks.removeFirst();
    }
    if (found == null) {
      return UNKNOWN;
    }
    marks.addFirst(found);
    return found.logTime();
  }
}
