package io.eventpipeline.consumer.offset;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Where a partition's watermark stood lately, to say from where to read again if Redis forgot its
 * last writes. One thread.
 */
public final class RewindHistory {
  private final long rereadNanos;
  private final Deque<Mark> marks = new ArrayDeque<>();

  private record Mark(long nanos, long offset) {}

  /**
   * @param reread how much of its last time Redis may have forgotten
   */
  public RewindHistory(Duration reread) {
    this.rereadNanos = reread.toNanos();
  }

  /** Notes where the watermark is at {@code nanos}, which never goes back. */
  public void add(long nanos, long offset) {
    marks.addLast(new Mark(nanos, offset));
  }

  public boolean isEmpty() {
    return marks.isEmpty();
  }

  /**
   * Where the watermark was that long before it last moved, or {@code offset} if that is lower or
   * nothing was noted. Forgets older marks.
   */
  public long rereadFrom(long offset) {
    Mark last = marks.peekLast();
    if (last == null) {
      return offset;
    }
    long cut = last.nanos() - rereadNanos;
    while (marks.size() > 1 && second().nanos() <= cut) {
      marks.removeFirst();
    }
    return Math.min(offset, marks.getFirst().offset());
  }

  private Mark second() {
    Iterator<Mark> iterator = marks.iterator();
    iterator.next();
    return iterator.next();
  }

  public void clear() {
    marks.clear();
  }
}
