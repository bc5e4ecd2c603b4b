package io.eventpipeline.testbed.chaos;

import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** What happened that may excuse a second handler run, or a skip. Threads: any. */
final class Incidents {
  /** A rebalance takes at least this long after a member came back. */
  private static final long ZOMBIE_MS = 200;

  /** {@code appendfsync everysec} may write two seconds late. */
  private static final long UNWRITTEN_MS = 3000;

  private final Map<Long, Long> wokenAt = new ConcurrentHashMap<>();
  private final Map<Long, NavigableSet<Long>> assignedAt = new ConcurrentHashMap<>();
  private final Map<Long, Long> unclean = new ConcurrentHashMap<>();
  private final Set<Long> losers = ConcurrentHashMap.newKeySet();
  private final FinalSightings finals = new FinalSightings();
  private final PushIncidents push = new PushIncidents();
  private final Set<String> bounded = ConcurrentHashMap.newKeySet();
  private volatile boolean redisDisturbed;
  private volatile boolean redisWasDisturbed;
  private volatile boolean forgot;
  private volatile long flushedAt = Long.MAX_VALUE;

  /** Notes that this consumer is dead, or stopped for longer than its session, from now on. */
  void noteUnclean(long pid) {
    noteUnclean(pid, System.currentTimeMillis());
  }

  /**
   * @param since unix milliseconds
   */
  void noteUnclean(long pid, long since) {
    unclean.putIfAbsent(pid, since);
  }

  /**
   * Unix milliseconds from which on this consumer's work may be lost; {@link Long#MAX_VALUE} if
   * never.
   */
  long uncleanSince(long pid) {
    return unclean.getOrDefault(pid, Long.MAX_VALUE);
  }

  /** Notes that a stopped consumer went on at {@code at}, unix milliseconds. */
  void noteWakeUp(long pid, long at) {
    wokenAt.put(pid, at);
  }

  /** Notes that this consumer got partitions at {@code at}, unix milliseconds. */
  void noteAssignment(long pid, long at) {
    assignedAt.computeIfAbsent(pid, key -> new ConcurrentSkipListSet<>()).add(at);
  }

  /**
   * Whether a consumer did something at {@code at}, after another consumer had got its partitions
   * and before it could have heard of that.
   */
  boolean isZombie(long pid, long at) {
    long stopped = uncleanSince(pid);
    long woken = wokenAt.getOrDefault(pid, 0L);
    return stopped <= at
        && at <= woken + ZOMBIE_MS
        && assignedAt.entrySet().stream()
            .anyMatch(
                other -> other.getKey() != pid && !other.getValue().subSet(stopped, at).isEmpty());
  }

  /** Notes that the group took partitions from this consumer without asking it. */
  void noteLostPartitions(long pid) {
    losers.add(pid);
  }

  boolean hasLostPartitions(long pid) {
    return losers.contains(pid);
  }

  /** Notes whether a fault keeps Redis from its work now. */
  void noteRedisDisturbed(boolean on) {
    redisDisturbed = on;
    redisWasDisturbed |= on;
    if (on) {
      push.noteTrouble(System.currentTimeMillis());
    } else {
      push.noteTroubleOver(System.currentTimeMillis());
    }
  }

  boolean isRedisDisturbed() {
    return redisDisturbed;
  }

  boolean wasRedisDisturbed() {
    return redisWasDisturbed;
  }

  /** Notes that Redis was killed at {@code at}, unix milliseconds: its last writes may be lost. */
  void noteRedisKill(long at) {
    finals.dropSince(at - UNWRITTEN_MS);
  }

  /** Notes that Redis lost acknowledged writes. */
  void noteRedisForgot() {
    forgot = true;
    finals.dropSince(0);
  }

  boolean hasRedisForgotten() {
    return forgot;
  }

  /** Notes that Redis lost everything now. */
  void noteRedisFlush() {
    noteRedisForgot();
    flushedAt = System.currentTimeMillis();
    push.noteFlush(flushedAt);
  }

  boolean wasFlushed() {
    return flushedAt != Long.MAX_VALUE;
  }

  /** Unix milliseconds; {@link Long#MAX_VALUE} if it was not flushed. */
  long flushedAt() {
    return flushedAt;
  }

  /** The final states seen so far that Redis cannot have forgotten since. */
  FinalSightings finals() {
    return finals;
  }

  /** What concerns notifications alone. */
  PushIncidents push() {
    return push;
  }

  /** Notes that more events of this user wait for a missing one than memory may hold. */
  void noteMemoryBound(String user) {
    bounded.add(user);
  }

  boolean isMemoryBoundReached(String user) {
    return bounded.contains(user);
  }
}
