package io.eventpipeline.testbed.chaos;

import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What happened that may cost a notification, or repeat it. Threads: any. */
final class PushIncidents {
  /** How long an entry may be on its way: a send up to its timeout, then Redis. */
  private static final long UNDER_WAY_MS = 15_000;

  private final Queue<Loss> losses = new ConcurrentLinkedQueue<>();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Periods troubles = new Periods();
  private volatile long flushedAt = Long.MIN_VALUE;

  /**
   * Workers lost what they had in hand.
   *
   * @param at unix milliseconds
   * @param inHand ids of the notifications
   */
  private record Loss(long at, Set<String> inHand) {}

  /** Notes that a worker died, or the group, while workers had these notifications in hand. */
  void noteLoss(long at, Collection<String> inHand) {
    losses.add(new Loss(at, Set.copyOf(inHand)));
  }

  /** Notes that somebody deleted these notifications. */
  void noteDeleted(Collection<String> notes) {
    deleted.addAll(notes);
  }

  boolean wasDeleted(String note) {
    return deleted.contains(note);
  }

  /**
   * Notes that from {@code at} on, unix milliseconds, Redis may lose or delay what is on its way to
   * it.
   */
  void noteTrouble(long at) {
    troubles.begin(at);
  }

  /** Notes that Redis works again at {@code at}, unix milliseconds. */
  void noteTroubleOver(long at) {
    troubles.end(at);
  }

  /** Notes that Redis lost everything at {@code at}, unix milliseconds. */
  void noteFlush(long at) {
    flushedAt = at;
  }

  /**
   * Whether a device may get a notification again.
   *
   * @param first when it got it before, unix milliseconds
   * @param again when it got it again, unix milliseconds
   */
  boolean excusesRepeat(String note, long first, long again) {
    return first <= flushedAt && flushedAt <= again
        || losses.stream()
            .anyMatch(
                loss ->
                    first <= loss.at() + UNDER_WAY_MS
                        && loss.at() <= again
                        && loss.inHand().contains(note))
        || troubles.overlap(first - UNDER_WAY_MS, Math.min(first + UNDER_WAY_MS, again));
  }
}
