package io.eventpipeline.consumer.order;

import java.util.BitSet;
import java.util.Iterator;
import java.util.SortedMap;
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
  private final EmissionBudget budget;
  private BitSet atOnce = new BitSet();
  private long base = -1;

  /**
   * @param budget of the process, which other partitions share
   */
  public HandlerMemory(EmissionBudget budget) {
    this.budget = budget;
  }

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
    forget(entry.offset());
    if (!plain) {
      others.put(entry.offset(), outcome);
      budget.add(outcome);
      keepWithinBudget();
    }
  }

  private void forget(long offset) {
    Verdict known = others.remove(offset);
    if (known != null) {
      budget.remove(known);
    }
  }

  /** Rather runs a handler again than keeps a result without its emissions. */
  private void keepWithinBudget() {
    Iterator<Verdict> oldest = others.values().iterator();
    while (budget.isExceeded() && oldest.hasNext()) {
      Verdict outcome = oldest.next();
      if (EmissionBudget.bytes(outcome) > 0) {
        oldest.remove();
        budget.remove(outcome);
      }
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
    SortedMap<Long, Verdict> passed = others.headMap(offset);
    passed.values().forEach(budget::remove);
    passed.clear();
    long dead = offset - base;
    if (base >= 0 && dead > SLACK) {
      int length = atOnce.length();
      atOnce = dead < length ? atOnce.get((int) dead, length) : new BitSet();
      base = offset;
    }
  }
}
