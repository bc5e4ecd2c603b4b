package io.eventpipeline.testbed.chaos;

import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** What was done that may excuse a handler's second run, or a skip. Threads: any. */
final class Incidents {
  /** No rebalance is over sooner after a member came back. */
  private static final long ZOMBIE_MS = 200;

  /** A log that is synced every second may be written two seconds late. */
  private static final long UNWRITTEN_MS = 3000;

  private final Map<Long, Long> wokenAt = new ConcurrentHashMap<>();
  private final Map<Long, NavigableSet<Long>> assignedAt = new ConcurrentHashMap<>();
  private final Map<Long, Long> unclean = new ConcurrentHashMap<>();
  private final Set<Long> losers = ConcurrentHashMap.newKeySet();
  private final FinalStates finals = new FinalStates();
  private final Set<String> bounded = ConcurrentHashMap.newKeySet();
  private volatile boolean redisDisturbed;
  private volatile boolean redisWasDisturbed;
  private volatile boolean forgot;
  private volatile long flushedAt = Long.MAX_VALUE;

  /** This consumer was killed, died or was stopped for longer than its session, from now on. */
  void unclean(long pid) {
    unclean(pid, System.currentTimeMillis());
  }

  /** As above, since an earlier time, unix milliseconds. */
  void unclean(long pid, long since) {
    unclean.putIfAbsent(pid, since);
  }

  /** Unix milliseconds from when on what this consumer did may not have been kept, or none. */
  long uncleanSince(long pid) {
    return unclean.getOrDefault(pid, Long.MAX_VALUE);
  }

  /** This consumer went on at this time, unix milliseconds, and could not know that it was late. */
  void wokeUp(long pid, long at) {
    wokenAt.put(pid, at);
  }

  /** This consumer was given partitions at this time, unix milliseconds. */
  void assigned(long pid, long at) {
    assignedAt.computeIfAbsent(pid, key -> new ConcurrentSkipListSet<>()).add(at);
  }

  /** True if a consumer did something after another got its partitions, and could not know. */
  boolean isZombie(long pid, long at) {
    long stopped = uncleanSince(pid);
    long woken = wokenAt.getOrDefault(pid, 0L);
    return stopped <= at
        && at <= woken + ZOMBIE_MS
        && assignedAt.entrySet().stream()
            .anyMatch(
                other -> other.getKey() != pid && !other.getValue().subSet(stopped, at).isEmpty());
  }

  /** The group gave partitions of this consumer to others without asking it. */
  void lostPartitions(long pid) {
    losers.add(pid);
  }

  boolean hasLostPartitions(long pid) {
    return losers.contains(pid);
  }

  /** Redis does not do its work from now on, or does it again. */
  void redisDisturbed(boolean on) {
    redisDisturbed = on;
    redisWasDisturbed |= on;
  }

  boolean isRedisDisturbed() {
    return redisDisturbed;
  }

  boolean wasRedisDisturbed() {
    return redisWasDisturbed;
  }

  /** Redis was killed at this time, unix milliseconds, and may not have written its last. */
  void redisKilled(long at) {
    finals.forgottenSince(at - UNWRITTEN_MS);
  }

  /** Redis lost the last of what it had said. */
  void redisForgot() {
    forgot = true;
    finals.forgottenSince(0);
  }

  boolean hasRedisForgotten() {
    return forgot;
  }

  /** Redis lost everything, now. */
  void redisFlushed() {
    redisForgot();
    flushedAt = System.currentTimeMillis();
  }

  /** Unix milliseconds, or never. */
  long flushedAt() {
    return flushedAt;
  }

  /** What was seen to be final, and was not forgotten since. */
  FinalStates finals() {
    return finals;
  }

  /** More events of this user wait for a missing one than memory may hold. */
  void memoryBoundReached(String user) {
    bounded.add(user);
  }

  boolean isMemoryBoundReached(String user) {
    return bounded.contains(user);
  }
}
