package io.eventpipeline.testbed.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends batches over several connections at once. Use one for one list of requests. */
final class BatchSenders {
  private static final int SENDERS = 8;
  private static final Duration AGAIN = Duration.ofMillis(100);

  /** The API's answer while the consumers lag by more than {@code ingest.max-lag}. */
  private static final int BACKPRESSURE = 503;

  private final int port;
  private final List<byte[]> requests;
  private final int batch;
  private final AtomicInteger next = new AtomicInteger();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();

  /**
   * @param batch events in each request
   */
  BatchSenders(int port, List<byte[]> requests, int batch) {
    this.port = port;
    this.requests = requests;
    this.batch = batch;
  }

  /**
   * Sends all requests and waits for the answers.
   *
   * @throws IllegalStateException if an event was not accepted
   */
  void send() throws InterruptedException {
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(Thread.ofPlatform().start(this::sendInTurn));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("; ", problems));
    }
  }

  private void sendInTurn() {
    try (HttpWire wire = new HttpWire(port)) {
      for (int i = next.getAndIncrement();
          i < requests.size() && problems.isEmpty();
          i = next.getAndIncrement()) {
        int status = wire.send(requests.get(i));
        while (status == BACKPRESSURE) {
          LockSupport.parkNanos(AGAIN.toNanos());
          status = wire.send(requests.get(i));
        }
        int accepted = wire.count("\"accepted\"");
        if (status != 202 || accepted != batch) {
          problems.add(
              "the answer to a batch was %d, %d of %d accepted".formatted(status, accepted, batch));
        }
      }
    } catch (IOException e) {
      problems.add(e.toString());
    }
  }
}
