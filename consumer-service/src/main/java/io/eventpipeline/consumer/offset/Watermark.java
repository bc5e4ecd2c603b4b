package io.eventpipeline.consumer.offset;

import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Knows which offsets of a partition are read and not final, and so up to where it may be
 * committed. Offsets finish in any order. Poll thread: {@link #register}, {@link #committable};
 * event loop: {@link #finish}. One lock guards all, held for a few instructions.
 */
public final class Watermark {
  /** Finished bits at the front that may stay before they are cut off. */
  private static final int SLACK = 1 << 16;

  private final ReentrantLock lock = new ReentrantLock();
  private BitSet unfinished = new BitSet();
  private long base;
  private int from;
  private long next;
  private int count;
  private long bytes;

  /**
   * Adds a record that was read.
   *
   * @return false if it was added before and is not final: the caller drops this copy
   */
  public boolean register(long offset, int size) {
    lock.lock();
    try {
      if (count == 0) {
        restartAt(offset);
      }
      next = Math.max(next, offset + 1);
      if (offset < base) {
        extendTo(offset);
      }
      int bit = Math.toIntExact(offset - base);
      if (unfinished.get(bit)) {
        return false;
      }
      unfinished.set(bit);
      from = Math.min(from, bit);
      count++;
      bytes += size;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void restartAt(long offset) {
    unfinished.clear();
    base = offset;
    from = 0;
    next = offset;
  }

  /** Removes an offset: its event is final. */
  public void finish(long offset, int size) {
    lock.lock();
    try {
      int bit = Math.toIntExact(offset - base);
      if (!unfinished.get(bit)) {
        throw new IllegalStateException("offset " + offset + " was not unfinished");
      }
      unfinished.clear(bit);
      count--;
      bytes -= size;
      if (bit == from) {
        advance();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The offset from which another owner has to read on: the lowest that is not final.
   *
   * @param position the offset that is read next, and the highest possible result
   */
  public long committable(long position) {
    lock.lock();
    try {
      return count == 0 ? position : Math.min(position, base + from);
    } finally {
      lock.unlock();
    }
  }

  /** Records read and not final. */
  public int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Offsets from the lowest that is not final to the highest that was read; 0 if all are final. */
  public long span() {
    lock.lock();
    try {
      return count == 0 ? 0 : next - base - from;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes of the values of these records. */
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  private void advance() {
    if (count == 0) {
      return;
    }
    from = unfinished.nextSetBit(from);
    if (from > SLACK) {
      unfinished = unfinished.get(from, unfinished.length());
      base += from;
      from = 0;
    }
  }

  private void extendTo(long offset) {
    int shift = Math.toIntExact(base - offset);
    BitSet shifted = new BitSet(unfinished.length() + shift);
    unfinished.stream().forEach(bit -> shifted.set(bit + shift));
    unfinished = shifted;
    base = offset;
    from += shift;
  }
}
