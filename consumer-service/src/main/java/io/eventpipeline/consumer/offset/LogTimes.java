package io.eventpipeline.consumer.offset;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far a partition's record timestamps had come at its offsets, to the second: so that the age
 * of its oldest unfinished event is known without keeping a time for each. One thread.
 */
public final class LogTimes {
  private static final long STEP_MS = 1000;

  /** Said of an offset that was not read. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  private final Deque<Mark> marks = new ArrayDeque<>();

  private record Mark(long offset, long logTime) {}

  /**
   * A record was read. Both grow, until {@link #clear}.
   *
   * @param logTime unix milliseconds
   */
  public void read(long offset, long logTime) {
    Mark last = marks.peekLast();
    if (last == null || logTime - last.logTime() >= STEP_MS) {
      marks.addLast(new Mark(offset, logTime));
    }
  }

  /** Reading goes on at an earlier place. */
  public void clear() {
    marks.clear();
  }

  /** The log time at {@code offset}, up to a second too early; those before it are forgotten. */
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
