package io.eventpipeline.testbed.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * When consumers were dead, stopped or without their partitions. All times are unix milliseconds.
 * Threads: any.
 */
final class ConsumerIncidents {
  /** A rebalance takes at least this long after a member came back. */
  private static final long ZOMBIE_MS = 200;

  /** Within this time after a loss or an assignment, no old run starts or is written any more. */
  private static final long SETTLED_MS = 2000;

  /** A consumer that cannot reach the group may hear of a loss this long after the new owner. */
  private static final long NOTICED_MS = 60_000;

  private final Map<Long, List<Absence>> absences = new ConcurrentHashMap<>();
  private final Map<Long, NavigableSet<Long>> assigned = new ConcurrentHashMap<>();
  private final Map<Long, NavigableSet<Long>> lost = new ConcurrentHashMap<>();

  /**
   * A consumer is dead, or stopped for longer than its session.
   *
   * @param wokenAt when it went on; {@link Long#MAX_VALUE} if it never did
   */
  private record Absence(long since, long wokenAt) {
    boolean isOpen() {
      return wokenAt == Long.MAX_VALUE;
    }
  }

  /** Notes that this consumer is dead, or stopped for longer than its session, from now on. */
  void noteUnclean(long pid) {
    noteUnclean(pid, System.currentTimeMillis());
  }

  void noteUnclean(long pid, long since) {
    absences.compute(
        pid,
        (key, before) -> {
          List<Absence> all = before == null ? new ArrayList<>() : new ArrayList<>(before);
          if (all.isEmpty() || !all.getLast().isOpen()) {
            all.add(new Absence(since, Long.MAX_VALUE));
          }
          return List.copyOf(all);
        });
  }

  /** Notes that a consumer that was noted as unclean went on. */
  void noteWakeUp(long pid, long at) {
    absences.computeIfPresent(
        pid,
        (key, all) ->
            all.stream().map(one -> one.isOpen() ? new Absence(one.since(), at) : one).toList());
  }

  /** Notes that this consumer got partitions. */
  void noteAssignment(long pid, long at) {
    assigned.computeIfAbsent(pid, key -> new ConcurrentSkipListSet<>()).add(at);
  }

  /** Notes that the group took partitions from this consumer without asking it. */
  void noteLostPartitions(long pid, long at) {
    lost.computeIfAbsent(pid, key -> new ConcurrentSkipListSet<>()).add(at);
  }

  boolean hasLostPartitions(long pid) {
    return lost.containsKey(pid);
  }

  /**
   * Whether this consumer's work may be lost that it did at some moment between {@code from} and
   * {@code to}, both included.
   */
  boolean wasUnclean(long pid, long from, long to) {
    return absences.getOrDefault(pid, List.of()).stream()
        .anyMatch(absence -> absence.since() <= to && from <= cleanAt(pid, absence));
  }

  /** When the consumer surely worked only for partitions that it got after the absence. */
  private long cleanAt(long pid, Absence absence) {
    if (absence.isOpen()) {
      return Long.MAX_VALUE;
    }
    Long loss = times(lost, pid).ceiling(absence.wokenAt());
    // An assignment from before the stop may be carried out before the loss.
    Long owner = times(assigned, pid).ceiling(loss == null ? absence.wokenAt() : loss);
    return owner == null ? Long.MAX_VALUE : owner + SETTLED_MS;
  }

  /**
   * How often this consumer lost partitions while it may have had an event in hand.
   *
   * @param from when it ran the event first
   * @param to the event's last run, by any consumer
   */
  int losses(long pid, long from, long to) {
    return times(lost, pid).subSet(from - SETTLED_MS, true, to + NOTICED_MS, true).size();
  }

  /** How often this consumer got partitions after {@code from}, up to {@code to}. */
  int assignments(long pid, long from, long to) {
    return times(assigned, pid).subSet(from, false, to, true).size();
  }

  private static NavigableSet<Long> times(Map<Long, NavigableSet<Long>> of, long pid) {
    return of.getOrDefault(pid, new ConcurrentSkipListSet<>());
  }

  /**
   * Whether a consumer did something at {@code at}, after another consumer had got its partitions
   * and before it could have heard of that.
   */
  boolean isZombie(long pid, long at) {
    return absences.getOrDefault(pid, List.of()).stream()
        .anyMatch(
            absence ->
                !absence.isOpen()
                    && absence.since() <= at
                    && at <= absence.wokenAt() + ZOMBIE_MS
                    && hasAnotherGotPartitions(pid, absence.since(), at));
  }

  private boolean hasAnotherGotPartitions(long pid, long from, long to) {
    return assigned.entrySet().stream()
        .anyMatch(other -> other.getKey() != pid && !other.getValue().subSet(from, to).isEmpty());
  }
}
