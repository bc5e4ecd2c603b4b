package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.context.env.Environment;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines to the logger {@code access}. In a server, a thread of its own does so ten times a
 * second: no request waits for a full pipe, rather lines are dropped. A Lambda function may sleep
 * after each request, so it writes lines at once. Threads: any.
 */
@Singleton
final class AccessLines implements ApplicationEventListener<ServerStartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger("access");
  private static final int MAX_WAITING = 16_384;
  private static final long EVERY_MS = 100;

  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Meters<IngestMetric> meters;
  private final boolean mayHaveThread;
  private volatile boolean hasThread;

  AccessLines(Meters<IngestMetric> meters, Environment environment) {
    this.meters = meters;
    mayHaveThread = !environment.getActiveNames().contains(Environment.FUNCTION);
  }

  boolean isEnabled() {
    return LOG.isInfoEnabled();
  }

  void write(String line) {
    if (!hasThread) {
      LOG.info(line);
    } else if (!waiting.offer(line)) {
      meters.count(IngestMetric.ACCESS_DROPPED);
    }
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent serverIsUp) {
    if (!mayHaveThread) {
      return;
    }
    hasThread = true;
    Thread.ofPlatform().name("access-log").daemon().start(this::keepWriting);
  }

  private void keepWriting() {
    try {
      while (!closed.await(EVERY_MS, TimeUnit.MILLISECONDS)) {
        writeAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll() {
    List<String> lines = new ArrayList<>();
    waiting.drainTo(lines);
    if (!lines.isEmpty()) {
      // All at once: a call of the logger costs more than a line.
      LOG.info(String.join("\n", lines));
    }
  }

  @PreDestroy
  void close() {
    hasThread = false;
    closed.countDown();
    writeAll();
  }
}
