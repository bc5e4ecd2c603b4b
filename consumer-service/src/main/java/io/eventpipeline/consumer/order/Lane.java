package io.eventpipeline.consumer.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The events of one user in one partition: those that wait, and the run that was claimed. At most
 * one answer from Redis is awaited for claiming and jumping, and one for settling. Event loop only.
 */
public final class Lane {
  private static final long NEVER = Long.MAX_VALUE;
  private static final Comparator<PendingEvent> BY_OFFSET =
      Comparator.comparingLong(PendingEvent::offset);

  /** A place holder comes after an event that could still take its place. */
  private static final Comparator<PendingEvent> BY_SEQ =
      Comparator.comparingLong(PendingEvent::seq)
          .thenComparing(PendingEvent::placeHolder)
          .thenComparingLong(PendingEvent::offset);

  private final String name;
  private final Lanes lanes;
  private final PriorityQueue<PendingEvent> inOrder = new PriorityQueue<>(4, BY_SEQ);
  private final PriorityQueue<PendingEvent> unordered = new PriorityQueue<>(4, BY_OFFSET);
  private @Nullable NextSeq next;
  private @Nullable ClaimedRun run;
  private @Nullable List<PendingEvent> unanswered;
  private boolean awaiting;
  private boolean dirty;
  private long blockedUntil = Long.MIN_VALUE;
  private @Nullable Gap gap;
  private long lookAt = NEVER;
  private long lookWait;
  private long waitsSince = Long.MIN_VALUE;
  private long heldSince = NEVER;

  Lane(String name, Lanes lanes) {
    this.name = name;
    this.lanes = lanes;
  }

  /** The user's id, or the poison id. */
  public String name() {
    return name;
  }

  /** The lanes of its partition. */
  public Lanes lanes() {
    return lanes;
  }

  void add(PendingEvent entry) {
    (entry.hasSeq() ? inOrder : unordered).add(entry);
  }

  @Nullable ClaimedRun run() {
    return run;
  }

  void run(@Nullable ClaimedRun claimed) {
    run = claimed;
  }

  /** What was claimed without an answer, and so may be leased or not; null if nothing was. */
  @Nullable List<PendingEvent> unanswered() {
    return unanswered;
  }

  void unanswered(@Nullable List<PendingEvent> entries) {
    unanswered = entries;
  }

  boolean isEmpty() {
    return run == null
        && unanswered == null
        && !awaiting
        && inOrder.isEmpty()
        && unordered.isEmpty();
  }

  boolean awaiting() {
    return awaiting;
  }

  void awaiting(boolean on) {
    awaiting = on;
  }

  /** Marks it as to be looked at; false if it is so already. */
  boolean markDirty() {
    boolean first = !dirty;
    dirty = true;
    return first;
  }

  void clean() {
    dirty = false;
  }

  /** Something outside its partition holds it, at {@code nanos} and perhaps before. */
  void held(long nanos) {
    heldSince = Math.min(heldSince, nanos);
  }

  /** What held it does not, or may not, hold it any more. */
  void heldNoMore() {
    heldSince = NEVER;
  }

  /** True if it has been held without a break since {@code nanos} at the latest. */
  boolean isHeldSince(long nanos) {
    return heldSince <= nanos;
  }

  /** If it is held, its hold counts from {@code nanos} on only. */
  void restartHold(long nanos) {
    heldSince = heldSince == NEVER ? NEVER : nanos;
  }

  long blockedUntil() {
    return blockedUntil;
  }

  void blockUntil(long nanos) {
    blockedUntil = nanos;
  }

  /** Redis says this is next; true if it had been further on before, and so forgot. */
  boolean expect(NextSeq seq) {
    boolean forgot = next != null && seq.value() < next.value();
    next = seq;
    return forgot;
  }

  /** Log time before which no wait for a missing seq began, unix milliseconds. */
  long waitsSince() {
    return waitsSince;
  }

  void waitsSince(long ms) {
    waitsSince = ms;
  }

  @Nullable NextSeq next() {
    return next;
  }

  @Nullable Gap gap() {
    return gap;
  }

  void gap(@Nullable Gap open) {
    gap = open;
  }

  /**
   * While it stands before a missing seq: true now and then, when it is time to ask Redis whether
   * somebody else has moved the order on.
   *
   * @param rest is told when to ask this again
   */
  boolean isTimeToLook(long now, LongConsumer rest) {
    boolean first = lookAt == NEVER;
    if (!first && now < lookAt) {
      return false;
    }
    lookWait = first ? OrderSettings.FIRST_LOOK.toNanos() : lookWait * 2;
    lookWait = Math.min(lookWait, OrderSettings.LONGEST_LOOK.toNanos());
    lookAt = now + lookWait;
    rest.accept(lookAt);
    return !first;
  }

  /** It no longer stands before a missing seq. */
  void lookNoMore() {
    lookAt = NEVER;
  }

  /** The place that is to be passed at once, or null: it is next, and its event is elsewhere. */
  @Nullable PendingEvent passablePlaceHolder() {
    PendingEvent head = inOrder.peek();
    return head != null && head.placeHolder() && next != null && head.seq() == next.value()
        ? head
        : null;
  }

  /** Takes out place holders whose place is passed. */
  @Nullable PendingEvent pollPassed() {
    PendingEvent head = inOrder.peek();
    return head != null && head.placeHolder() && next != null && head.seq() < next.value()
        ? inOrder.poll()
        : null;
  }

  /** Takes out the waiting event with the lowest seq. */
  PendingEvent removeLowest() {
    return inOrder.remove();
  }

  /** The waiting event with the lowest seq, or null. */
  @Nullable PendingEvent lowest() {
    return inOrder.peek();
  }

  /** The first of the waiting events with a seq, by offset, or null. */
  @Nullable PendingEvent firstWaiting() {
    PendingEvent first = null;
    for (PendingEvent entry : inOrder) {
      if (first == null || entry.offset() < first.offset()) {
        first = entry;
      }
    }
    return first;
  }

  /**
   * Takes out what may run now, lowest offset first: the events without seq, those with the seq
   * that is next, and those that Redis has to judge because they are below it or too far above.
   * While the next seq is not known, the lowest waiting one is tried; Redis will say.
   */
  List<PendingEvent> pollRunnable(long maxSeqJump) {
    List<PendingEvent> runnable = new ArrayList<>(1);
    long expected = next != null ? next.value() : inOrder.isEmpty() ? 1 : inOrder.peek().seq();
    while (runnable.size() < OrderSettings.MAX_RUN) {
      PendingEvent ordered = inOrder.peek();
      if (ordered != null && !isRunnable(ordered, expected, maxSeqJump)) {
        ordered = null;
      }
      PendingEvent free = unordered.peek();
      if (ordered == null && free == null) {
        break;
      }
      if (ordered == null || (free != null && free.offset() < ordered.offset())) {
        runnable.add(unordered.remove());
      } else {
        runnable.add(inOrder.remove());
        expected = Math.max(expected, ordered.seq() + 1);
      }
    }
    return runnable;
  }

  /** True if {@link #pollRunnable} would give something. */
  boolean hasRunnable(long maxSeqJump) {
    PendingEvent head = inOrder.peek();
    return !unordered.isEmpty()
        || (head != null && isRunnable(head, next != null ? next.value() : head.seq(), maxSeqJump));
  }

  private boolean isRunnable(PendingEvent entry, long expected, long maxSeqJump) {
    return !entry.placeHolder()
        && (entry.seq() <= expected
            || (next != null && next.known() && entry.seq() - next.value() > maxSeqJump));
  }

  /** Takes out, in order, what has been handled and gets a last try to become final. */
  List<PendingEvent> pollHandled() {
    List<PendingEvent> handled = new ArrayList<>();
    for (PriorityQueue<PendingEvent> queue : List.of(inOrder, unordered)) {
      List<PendingEvent> own =
          queue.stream().filter(PendingEvent::takeLastTry).sorted(queue.comparator()).toList();
      queue.removeAll(own);
      handled.addAll(own);
    }
    return handled;
  }

  /** All that is here and not settled, in no order. */
  List<PendingEvent> unsettled() {
    List<PendingEvent> all = waiting();
    if (run != null) {
      all.addAll(run.rest());
    }
    if (unanswered != null) {
      all.addAll(unanswered);
    }
    return all;
  }

  /** All that wait, in no order. */
  List<PendingEvent> waiting() {
    List<PendingEvent> all = new ArrayList<>(inOrder);
    all.addAll(unordered);
    return all;
  }
}
