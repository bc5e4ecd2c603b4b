package io.eventpipeline.testbed.bench;

import io.eventpipeline.testbed.rig.Producers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes events to the topic at a steady rate, until it is closed. Threads: any. */
final class SteadyEvents implements AutoCloseable {
  private static final int USERS = 5000;
  private static final int NOTE = 60;

  private final BenchServers servers;
  private final BenchEvents events;
  private final int perSecond;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread writer;
  private final AtomicInteger sent = new AtomicInteger();

  private SteadyEvents(BenchServers servers, String name, int perSecond) {
    this.servers = servers;
    this.perSecond = perSecond;
    events = new BenchEvents(name, Integer.MAX_VALUE, USERS, false, NOTE);
    writer = Thread.ofPlatform().name("steady events").start(this::write);
  }

  static SteadyEvents start(BenchServers servers, String name, int perSecond) {
    return new SteadyEvents(servers, name, perSecond);
  }

  private void write() {
    try (var producer = Producers.of(servers.kafka(), Map.of("linger.ms", "5"))) {
      long begun = System.nanoTime();
      for (int i = 0; !ended.get(); i = sent.incrementAndGet()) {
        LockSupport.parkNanos(begun + (long) (i * 1e9 / perSecond) - System.nanoTime());
        byte[] key = events.user(i).getBytes(StandardCharsets.UTF_8);
        byte[] value = events.record(i).getBytes(StandardCharsets.UTF_8);
        var unused =
            producer.send(
                new ProducerRecord<>(servers.topic(), key, value),
                (place, error) -> failure.compareAndSet(null, error));
      }
    }
  }

  /**
   * How many were written so far.
   *
   * @throws IllegalStateException if the broker did not take one of them
   */
  int sent() {
    if (failure.get() != null) {
      throw new IllegalStateException("the broker did not take every event", failure.get());
    }
    return sent.get();
  }

  @Override
  public void close() {
    ended.set(true);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
