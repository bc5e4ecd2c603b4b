package io.eventpipeline.consumer.listen;

import io.eventpipeline.runtime.kafka.CommitNote;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What was read of a partition's log: enough to notice that records come from another log, which
 * gave offsets out anew. A log only grows, and its leader epochs do too. Poll thread only.
 */
final class ReadHistory {
  /** Leaders of a partition that are remembered, the last ones. */
  private static final int MOST_EPOCHS = 100;

  private final NavigableMap<Long, Integer> epochs = new TreeMap<>();
  private long next = Long.MIN_VALUE;
  private long end = Long.MIN_VALUE;
  private long known = Long.MIN_VALUE;

  /** Records come from {@code offset} on, perhaps again. */
  void startsAt(long offset) {
    next = offset;
  }

  /** Something is remembered by offset, of none from {@code offset} on. */
  void remembers(long offset) {
    known = Math.max(known, offset);
  }

  /** True if something may be remembered of this offset, so that the log must be the same. */
  boolean isKnown(long offset) {
    return offset < known;
  }

  boolean isEmpty() {
    return end == Long.MIN_VALUE;
  }

  /** False if the records cannot be of the log that was read so far. */
  boolean goesOn(List<? extends ConsumerRecord<?, ?>> batch) {
    for (ConsumerRecord<?, ?> record : batch) {
      if (record.offset() < next || !fits(record.offset(), epoch(record))) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(long offset, int epoch) {
    Map.Entry<Long, Integer> then = offset < end ? epochs.floorEntry(offset) : epochs.lastEntry();
    if (then == null || epoch == CommitNote.UNKNOWN_EPOCH) {
      return true;
    }
    return offset < end ? epoch == then.getValue() : epoch >= then.getValue();
  }

  /** The records were handed on. */
  void passed(List<? extends ConsumerRecord<?, ?>> batch) {
    for (ConsumerRecord<?, ?> record : batch) {
      int epoch = epoch(record);
      Map.Entry<Long, Integer> last = epochs.lastEntry();
      if (record.offset() >= end
          && epoch != CommitNote.UNKNOWN_EPOCH
          && (last == null || epoch > last.getValue())) {
        epochs.put(record.offset(), epoch);
      }
    }
    if (epochs.size() > MOST_EPOCHS) {
      epochs.pollFirstEntry();
    }
    next = batch.getLast().offset() + 1;
    end = Math.max(end, next);
    remembers(end);
  }

  /** Leader epoch of the record before this offset, or {@link CommitNote#UNKNOWN_EPOCH}. */
  int epochBefore(long offset) {
    Map.Entry<Long, Integer> then = offset > end ? null : epochs.lowerEntry(offset);
    return then == null ? CommitNote.UNKNOWN_EPOCH : then.getValue();
  }

  private static int epoch(ConsumerRecord<?, ?> record) {
    return record.leaderEpoch().orElse(CommitNote.UNKNOWN_EPOCH);
  }
}
