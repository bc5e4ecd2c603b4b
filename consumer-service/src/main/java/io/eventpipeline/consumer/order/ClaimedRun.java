package io.eventpipeline.consumer.order;

import java.util.List;

/**
 * Consecutive events of one lane that were claimed together, and how far they have come: {@code
 * settled <= handled <= size}. The handler's thread moves {@link #handled}; all else is the loop's.
 */
public final class ClaimedRun {
  private final List<PendingEvent> entries;
  private volatile int handled;
  private volatile boolean cancelled;
  private boolean broken;
  private int settled;
  private long resumeAt = Long.MIN_VALUE;
  private boolean renewed;

  ClaimedRun(List<PendingEvent> entries) {
    this.entries = entries;
  }

  public int size() {
    return entries.size();
  }

  public PendingEvent entry(int index) {
    return entries.get(index);
  }

  /** How many, from the first, have their verdict. */
  public int handled() {
    return handled;
  }

  /** Handler's thread: the next one has its verdict. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes at a time
  public void advance() {
    handled++;
  }

  /** Passes the first events if they need no handler. */
  void skipDecided() {
    while (handled < size() && entry(handled).verdict() != null) {
      advance();
    }
  }

  /** True once no further event of the run may be started. */
  public boolean cancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
  }

  /** The order moved under it: what is not settled has to be claimed anew. */
  void breakOff() {
    broken = true;
    cancelled = true;
  }

  boolean broken() {
    return broken;
  }

  /** Events that have a verdict and are neither settled nor cut off from the order. */
  boolean hasUnsettled() {
    return !broken && handled > settled;
  }

  List<PendingEvent> unsettled() {
    return entries.subList(settled, handled);
  }

  /** Redis has made the next {@code count} events final. */
  void addSettled(int count) {
    settled += count;
  }

  boolean isDone() {
    return settled == entries.size();
  }

  /** What was claimed and is not settled. */
  List<PendingEvent> rest() {
    return entries.subList(settled, entries.size());
  }

  /** Counts a renewal of leases. True for the first one, which passes the run over. */
  boolean skipFirstRenewal() {
    boolean first = !renewed;
    renewed = true;
    return first;
  }

  /** The loop's clock at which the event at {@link #handled} may be tried again. */
  long resumeAt() {
    return resumeAt;
  }

  /** Handler's thread, before it stops: not to be continued before {@code nanos}. */
  public void resumeAt(long nanos) {
    resumeAt = nanos;
  }
}
