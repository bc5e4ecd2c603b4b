package io.eventpipeline.consumer.order;

import java.util.BitSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The results of the handlers of a partition's latest final events. If Redis lost the last second,
 * it gets these results again and no handler runs twice. Nearly all events succeed at the first
 * attempt and take one bit each. Event loop only.
 */
public final class HandlerMemory {
  private static final Verdict AT_ONCE = new Verdict.Processed(1);

  /** Offsets to collect before the bits are moved. */
  private static final int SLACK = 1 << 14;

  private final TreeMap<Long, Verdict> others = new TreeMap<>();
  private BitSet atOnce = new BitSet();
  private long base = -1;

  /** Keeps the result of a final event, if its handler ran. */
  public void remember(PendingEvent entry) {
    Verdict outcome = entry.outcome();
    if (outcome == null) {
      return;
    }
    if (base < 0) {
      base = entry.offset();
    }
    boolean plain = outcome.equals(AT_ONCE) && entry.offset() >= base;
    if (entry.offset() >= base) {
      atOnce.set(Math.toIntExact(entry.offset() - base), plain);
    }
    if (plain) {
      others.remove(entry.offset());
    } else {
      others.put(entry.offset(), outcome);
    }
  }

  /** Gives a record that was read its result, if it was read and handled before. */
  public void recall(PendingEvent entry) {
    Verdict outcome = outcome(entry.offset());
    if (outcome != null) {
      entry.recall(outcome);
    }
  }

  private @Nullable Verdict outcome(long offset) {
    boolean known = base >= 0 && offset >= base && atOnce.get(Math.toIntExact(offset - base));
    return known ? AT_ONCE : others.get(offset);
  }

  /** Forgets what is below {@code offset}: it is not read again. */
  public void forgetBefore(long offset) {
    others.headMap(offset).clear();
    long dead = offset - base;
    if (base >= 0 && dead > SLACK) {
      int length = atOnce.length();
      atOnce = dead < length ? atOnce.get((int) dead, length) : new BitSet();
      base = offset;
    }
  }
}
