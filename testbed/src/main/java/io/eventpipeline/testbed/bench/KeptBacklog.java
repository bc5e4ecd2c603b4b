package io.eventpipeline.testbed.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Events that wait in the topic. A thread fills it again until this is closed. */
final class KeptBacklog implements AutoCloseable {
  private static final int FIRST = 1_000_000;
  private static final int MORE = 100_000;

  /** Below this the thread adds events. */
  private static final long LOW = 600_000;

  private static final long PAUSE_MS = 200;
  private static final Duration AT_MOST = Duration.ofMinutes(10);

  private final BenchServers servers;
  private final String name;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicLong lowest = new AtomicLong(Long.MAX_VALUE);
  private final CompletableFuture<Void> filler;

  private KeptBacklog(BenchServers servers, String name) {
    this.servers = servers;
    this.name = name;
    filler = CompletableFuture.runAsync(this::keepFilled, task -> Thread.startVirtualThread(task));
  }

  /** Fills the topic, and goes on in the background. */
  static KeptBacklog fill(BenchServers servers, String name) {
    BenchTopic.fill(servers, events(name + "k0", FIRST));
    return new KeptBacklog(servers, name);
  }

  private static BenchEvents events(String name, int count) {
    return new BenchEvents(name, count, 5000, false, 60);
  }

  private void keepFilled() {
    try {
      for (int i = 1; !closed.await(PAUSE_MS, TimeUnit.MILLISECONDS); i++) {
        long lag = BenchTopic.lag(servers);
        lowest.accumulateAndGet(lag, Math::min);
        if (lag < LOW) {
          BenchTopic.fill(servers, events(name + "k" + i, MORE));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The fewest events that waited at any look. */
  long lowest() {
    return lowest.get();
  }

  /** Stops filling, and waits until every event is final. */
  @Override
  public void close() {
    closed.countDown();
    filler.join();
    BenchTopic.awaitDone(servers, AT_MOST);
  }
}
