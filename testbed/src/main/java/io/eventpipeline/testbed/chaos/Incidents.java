package io.eventpipeline.testbed.chaos;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What happened that may excuse a second handler run, or a skip. Threads: any. */
final class Incidents {
  /** {@code appendfsync everysec} may write two seconds late. */
  private static final long UNWRITTEN_MS = 3000;

  /** A service may need this long until its connection works again and all is settled. */
  private static final long RECOVERED_MS = 30_000;

  private final ConsumerIncidents consumers = new ConsumerIncidents();
  private final FinalSightings finals = new FinalSightings();
  private final PushIncidents push = new PushIncidents();
  private final Set<String> bounded = ConcurrentHashMap.newKeySet();
  private final Periods redisDisturbed = new Periods();
  private volatile boolean forgot;
  private volatile boolean clocksJumped;
  private volatile long flushedAt = Long.MAX_VALUE;

  /** Notes that the services' clocks jump; the window log counts by Redis' clock. */
  void noteClockJumps() {
    clocksJumped = true;
  }

  boolean haveClocksJumped() {
    return clocksJumped;
  }

  /** Notes whether a fault keeps Redis from its work now. */
  void noteRedisDisturbed(boolean on) {
    noteRedisDisturbed(on, System.currentTimeMillis());
  }

  /**
   * @param at unix milliseconds
   */
  void noteRedisDisturbed(boolean on, long at) {
    if (on) {
      redisDisturbed.begin(at);
      push.noteTrouble(at);
    } else {
      redisDisturbed.end(at);
      push.noteTroubleOver(at);
    }
  }

  boolean isRedisDisturbed() {
    return redisDisturbed.isOneOpen();
  }

  /**
   * Whether services may have missed Redis, or what it forgot, at some moment between {@code from}
   * and {@code to}, unix milliseconds, both included.
   */
  boolean wasRedisDisturbed(long from, long to) {
    return redisDisturbed.overlap(from - RECOVERED_MS, to);
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

  /** When consumers were dead, stopped or without their partitions. */
  ConsumerIncidents consumers() {
    return consumers;
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
