package io.eventpipeline.consumer.order;

import java.util.List;

/**
 * Consecutive events of one lane that were claimed together: {@code settled <= handled <= size}.
 * The handler's thread calls {@link #start}, {@link #advance} and {@link #waitUntil}, the event
 * loop all else.
 */
public final class ClaimedRun {
  private final List<PendingEvent> entries;
  private volatile int handled;
  private volatile boolean cancelled;
  private volatile long startedAt = Long.MIN_VALUE;
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

  /** How many events have their verdict, from the first on. */
  public int handled() {
    return handled;
  }

  /** The next event's handler starts at {@code nanos}. Handler's thread. */
  public void start(long nanos) {
    startedAt = nanos;
  }

  /** When the last handler started, on the loop's clock; {@code MIN_VALUE} before the first. */
  long startedAt() {
    return startedAt;
  }

  /** Counts the next event as decided. Handler's thread. */
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

  /** True once no further event of the run may start. */
  public boolean isCancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
  }

  /** Ends the run: the user's order moved, so unsettled events have to be claimed anew. */
  void breakOff() {
    broken = true;
    cancelled = true;
  }

  boolean isBroken() {
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

  /** The events that are not settled. */
  List<PendingEvent> rest() {
    return entries.subList(settled, entries.size());
  }

  /** True if a handler has run before for an event that is not settled. */
  boolean holdsHandled() {
    return rest().stream().anyMatch(PendingEvent::isHandled);
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

  /** Lets the run wait until {@code nanos}. Handler's thread, before it stops. */
  public void waitUntil(long nanos) {
    resumeAt = nanos;
  }
}
