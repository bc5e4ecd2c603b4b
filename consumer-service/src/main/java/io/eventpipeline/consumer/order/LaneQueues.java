package io.eventpipeline.consumer.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The events of one lane that are not claimed, or perhaps claimed, and the seq that is next. Event
 * loop only.
 */
final class LaneQueues {
  private static final Comparator<PendingEvent> BY_OFFSET =
      Comparator.comparingLong(PendingEvent::offset);

  /** Of two events with one seq, the place holder is second: the other may still run. */
  private static final Comparator<PendingEvent> BY_SEQ =
      Comparator.comparingLong(PendingEvent::seq)
          .thenComparing(PendingEvent::isPlaceHolder)
          .thenComparingLong(PendingEvent::offset);

  /** Never filled. Most lanes need one of their two queues only. */
  private static final PriorityQueue<PendingEvent> NONE = new PriorityQueue<>(1, BY_OFFSET);

  private PriorityQueue<PendingEvent> inOrder = NONE;
  private PriorityQueue<PendingEvent> unordered = NONE;
  private List<PendingEvent> unanswered = List.of();
  private @Nullable NextSeq next;

  void add(PendingEvent entry) {
    if (entry.hasSeq()) {
      inOrder = inOrder == NONE ? new PriorityQueue<>(4, BY_SEQ) : inOrder;
      inOrder.add(entry);
    } else {
      unordered = unordered == NONE ? new PriorityQueue<>(4, BY_OFFSET) : unordered;
      unordered.add(entry);
    }
  }

  /** True if no event waits. */
  boolean isEmpty() {
    return inOrder.isEmpty() && unordered.isEmpty();
  }

  /** The events of a claim that was not answered, so they may be leased; mostly none. */
  List<PendingEvent> unanswered() {
    return unanswered;
  }

  void keepUnanswered(List<PendingEvent> entries) {
    unanswered = entries;
  }

  /** The user's next seq, as Redis said it last; null before the first answer. */
  @Nullable NextSeq next() {
    return next;
  }

  /**
   * Takes the next seq from an answer.
   *
   * @return true if it was higher before: Redis forgot
   */
  boolean expect(NextSeq seq) {
    boolean forgot = next != null && seq.value() < next.value();
    next = seq;
    return forgot;
  }

  /** The waiting event with the lowest seq, or null. */
  @Nullable PendingEvent lowest() {
    return inOrder.peek();
  }

  PendingEvent removeLowest() {
    return inOrder.remove();
  }

  /**
   * The first of the waiting events with a seq, by offset.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  PendingEvent firstInLog() {
    PendingEvent first = inOrder.element();
    for (PendingEvent entry : inOrder) {
      first = entry.offset() < first.offset() ? entry : first;
    }
    return first;
  }

  /** The place holder whose seq is next, or null. */
  @Nullable PendingEvent duePlaceHolder() {
    PendingEvent head = inOrder.peek();
    boolean due =
        head != null && head.isPlaceHolder() && next != null && head.seq() == next.value();
    return due ? head : null;
  }

  /** Takes out a place holder that the order has passed; null if there is none. */
  @Nullable PendingEvent pollPassed() {
    PendingEvent head = inOrder.peek();
    boolean passed =
        head != null && head.isPlaceHolder() && next != null && head.seq() < next.value();
    return passed ? inOrder.poll() : null;
  }

  /**
   * Takes out the events that may run now, lowest offset first: those without seq, those whose seq
   * is next, and those that Redis has to judge, because their seq is past or too far ahead. While
   * the next seq is unknown, Redis is asked about the lowest one. A replay never shares a run.
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
        if (unordered.element().isReplay()) {
          return runnable.isEmpty() ? List.of(unordered.remove()) : runnable;
        }
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
    return !entry.isPlaceHolder()
        && (entry.seq() <= expected
            || (next != null && next.known() && entry.seq() - next.value() > maxSeqJump));
  }

  /**
   * Takes out, in order, the events that were handled and get a last try to become final. Replays
   * come after all others, one at a call.
   */
  List<PendingEvent> pollLastTries() {
    List<PendingEvent> handled = new ArrayList<>();
    for (PriorityQueue<PendingEvent> queue : List.of(inOrder, unordered)) {
      List<PendingEvent> own =
          queue.stream()
              .filter(event -> !event.isReplay() && event.takeLastTry())
              .sorted(queue.comparator())
              .toList();
      queue.removeAll(own);
      handled.addAll(own);
    }
    if (handled.isEmpty()) {
      unordered.stream()
          .filter(event -> event.isReplay() && event.takeLastTry())
          .findFirst()
          .ifPresent(handled::add);
      unordered.removeAll(handled);
    }
    return handled;
  }

  /** The waiting events that may be leased, in no order. */
  List<PendingEvent> leased() {
    return waiting().stream().filter(PendingEvent::isLeased).toList();
  }

  /** All waiting events, in no order. */
  List<PendingEvent> waiting() {
    List<PendingEvent> all = new ArrayList<>(inOrder);
    all.addAll(unordered);
    return all;
  }
}
