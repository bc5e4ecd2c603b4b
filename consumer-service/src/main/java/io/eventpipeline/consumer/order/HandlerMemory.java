package io.eventpipeline.consumer.order;

import java.util.BitSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What handlers made of the events of a partition that became final lately. A Redis that forgot the
 * last of them gets them again from here, and no handler runs twice. Nearly all succeed at once,
 * and take a bit each. Event loop only.
 */
public final class HandlerMemory {
  private static final Verdict AT_ONCE = new Verdict.Processed(1);

  /** Offsets that may be forgotten before they are. */
  private static final int SLACK = 1 << 14;

  private final TreeMap<Long, Verdict> others = new TreeMap<>();
  private BitSet atOnce = new BitSet();
  private long base = -1;

  /** It became final, after its handler ran or not. */
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

  /** A record has been read, perhaps not for the first time. */
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

  /** Nothing below {@code offset} will be read again. */
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
