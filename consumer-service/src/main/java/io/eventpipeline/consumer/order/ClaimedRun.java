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
  private int settling;
  private boolean active;
  private long resumeAt = Long.MIN_VALUE;
  private boolean seenByRenewal;

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

  int settled() {
    return settled;
  }

  /** A handler's thread is at work on it. */
  boolean active() {
    return active;
  }

  void activate(boolean on) {
    active = on;
  }

  boolean isSettling() {
    return settling > 0;
  }

  /** Verdicts that are not yet on their way to Redis. */
  boolean hasUnsettled() {
    return settling == 0 && handled > settled;
  }

  Step.Settle settle(Lane lane) {
    settling = handled - settled;
    return new Step.Settle(lane, entries.subList(settled, settled + settling));
  }

  /** Redis answered, or did not: {@code count} of those on their way have arrived. */
  void settledBy(int count) {
    settled += count;
    settling = 0;
  }

  boolean isDone() {
    return settled == entries.size();
  }

  /** What was claimed and is not settled. */
  List<PendingEvent> rest() {
    return entries.subList(settled, entries.size());
  }

  /** Another renewal of leases comes by. False the first time. */
  boolean countRenewal() {
    boolean before = seenByRenewal;
    seenByRenewal = true;
    return before;
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
