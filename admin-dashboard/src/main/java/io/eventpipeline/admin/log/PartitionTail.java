package io.eventpipeline.admin.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest records of one partition. One thread. */
final class PartitionTail {
  /** Offsets that are read for a page at most, however few records they hold. */
  private static final long MOST_SPAN = 20_480;

  private static final int WIDER = 4;

  private final int size;
  private final Deque<LogRow> rows = new ArrayDeque<>();

  /** All from here to {@link #next} was read. */
  private long from;

  private long next = -1;
  private long span;

  /** No record is below; 0 until somebody asked. */
  private long begin;

  /**
   * @param size rows to keep
   */
  PartitionTail(int size) {
    this.size = size;
  }

  /** Whether reading on from where it stands is no way to the newest records. */
  boolean isAfresh(long end) {
    return next < 0 || end < next || end - next > size;
  }

  boolean isBehind(long end) {
    return next < end;
  }

  /** Begins with the last offsets before {@code end}; returns the first one to read. */
  long restart(long end) {
    span = size;
    if (end < begin) {
      begin = 0; // another topic of this name
    }
    return begin(Math.max(begin, end - span));
  }

  /** Whether there may be older records that belong to the page. */
  boolean isShort() {
    return rows.size() < size && from > begin && span < MOST_SPAN;
  }

  /** Begins anew, further back; returns the first offset to read. */
  long widen(long firstThere, long end) {
    begin = firstThere;
    span = Math.min(span * WIDER, MOST_SPAN);
    return begin(Math.max(begin, end - span));
  }

  /** Offsets below {@code firstThere} are gone; returns the first one to read. */
  long skipTo(long firstThere) {
    begin = firstThere;
    return begin(firstThere);
  }

  private long begin(long offset) {
    rows.clear();
    from = offset;
    next = offset;
    return offset;
  }

  /**
   * Takes what was read.
   *
   * @param position the next offset to read
   */
  void take(List<ConsumerRecord<byte[], byte[]>> records, long position) {
    // A slice of what the reader holds would keep all of that alive; rows are copies.
    for (var record : records.subList(Math.max(0, records.size() - size), records.size())) {
      rows.addLast(LogDecoder.row(record));
    }
    while (rows.size() > size) {
      rows.removeFirst();
    }
    next = position;
  }

  Iterable<LogRow> rows() {
    return rows;
  }
}
