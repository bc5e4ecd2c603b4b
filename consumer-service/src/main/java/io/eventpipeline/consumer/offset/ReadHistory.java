package io.eventpipeline.consumer.offset;

import io.eventpipeline.runtime.kafka.CommitNote;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What was read of a partition's log: enough to notice that records come from another log, which
 * gave the same offsets out again. A log only grows, and so do its leader epochs. One thread.
 */
public final class ReadHistory {
  /** Stands for a leader epoch that the record does not have. */
  public static final int UNKNOWN_EPOCH = CommitNote.UNKNOWN_EPOCH;

  /** Leaders of a partition that are remembered, the last ones. */
  private static final int MOST_EPOCHS = 100;

  private final NavigableMap<Long, Integer> epochs = new TreeMap<>();
  private long next = Long.MIN_VALUE;
  private long end = Long.MIN_VALUE;
  private long known = Long.MIN_VALUE;

  /** The next record has {@code offset} or a higher one, whether or not it was read before. */
  public void startAt(long offset) {
    next = offset;
  }

  /** Counts all offsets below this one as known. */
  public void addKnown(long offset) {
    known = Math.max(known, offset);
  }

  /** True if something may be remembered of this offset, so that the log must be the same. */
  public boolean isKnown(long offset) {
    return offset < known;
  }

  /** True if no record was read. */
  public boolean isEmpty() {
    return end == Long.MIN_VALUE;
  }

  /** False if a record cannot be of the log that was read so far. */
  public boolean fits(long offset, int epoch) {
    if (offset < next) {
      return false;
    }
    Map.Entry<Long, Integer> then = offset < end ? epochs.floorEntry(offset) : epochs.lastEntry();
    if (then == null || epoch == UNKNOWN_EPOCH) {
      return true;
    }
    return offset < end ? epoch == then.getValue() : epoch >= then.getValue();
  }

  /** Notes a record that was handed on. */
  public void add(long offset, int epoch) {
    if (offset >= end && epoch != UNKNOWN_EPOCH) {
      Map.Entry<Long, Integer> last = epochs.lastEntry();
      if (last == null || epoch > last.getValue()) {
        addLeader(offset, epoch);
      }
    }
    next = offset + 1;
    end = Math.max(end, next);
    addKnown(end);
  }

  private void addLeader(long offset, int epoch) {
    epochs.put(offset, epoch);
    if (epochs.size() > MOST_EPOCHS) {
      epochs.pollFirstEntry();
    }
  }

  /** Leader epoch of the record before this offset, or {@link #UNKNOWN_EPOCH}. */
  public int epochBefore(long offset) {
    Map.Entry<Long, Integer> then = offset > end ? null : epochs.lowerEntry(offset);
    return then == null ? UNKNOWN_EPOCH : then.getValue();
  }
}
