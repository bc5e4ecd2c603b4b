package io.eventpipeline.admin.log;

import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/** One search, that runs or has ended. One thread searches; any may look and cancel. */
public final class Search {
  private final Wanted wanted;
  private final Duration budget;
  private final long begun = SystemTime.nanos();
  private final CountDownLatch firstHit = new CountDownLatch(1);
  private volatile SearchState state = SearchState.BEGUN;
  private volatile boolean cancelled;
  private volatile long endedAt;

  /** Guarded by this. */
  private @Nullable Consumer<byte[], byte[]> reader;

  /**
   * @param budget the longest time it may take
   */
  Search(Wanted wanted, Duration budget) {
    this.wanted = wanted;
    this.budget = budget;
  }

  public Wanted wanted() {
    return wanted;
  }

  /** How far it is now. */
  public SearchState state() {
    return state;
  }

  /** Waits until something is found or it has ended, and not longer than {@code most}. */
  public SearchState await(Duration most) {
    try {
      boolean unused = firstHit.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return state;
  }

  void show(SearchState now) {
    state = now;
    if (!now.hits().isEmpty()) {
      firstHit.countDown();
    }
  }

  void end(SearchState.End how) {
    endedAt = SystemTime.nanos();
    state = state.ended(how);
    firstHit.countDown();
  }

  /** Nanoseconds since it began. */
  long age() {
    return SystemTime.nanos() - begun;
  }

  /** Whether its time is over. */
  boolean isLate() {
    return age() > budget.toNanos();
  }

  /** Whether it ended so long ago that a new look is worth while. */
  boolean isOlderThan(Duration age) {
    return !state.isRunning() && SystemTime.nanos() - endedAt > age.toNanos();
  }

  boolean isReplaced() {
    return state.end() == SearchState.End.REPLACED;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** It works with this consumer from now on; null: with none. */
  synchronized void use(@Nullable Consumer<byte[], byte[]> consumer) {
    reader = consumer;
    if (cancelled && consumer != null) {
      consumer.wakeup();
    }
  }

  /** Ends it soon. */
  synchronized void cancel() {
    cancelled = true;
    if (reader != null) {
      reader.wakeup();
    }
  }
}
