package io.eventpipeline.ingest.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.context.env.Environment;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
 *
 * <p>Goes round the framework's mapper: each request writes a line, and a record through the mapper
 * took 2 % of the API's processor time.
 */
@Singleton
final class AccessLines implements ApplicationEventListener<ServerStartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger("access");
  private static final int MAX_WAITING = 16_384;
  private static final long EVERY_MS = 100;

  private static final JsonFactory JSON = new JsonFactory();

  private final BlockingQueue<AccessLine> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
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

  void write(AccessLine line) {
    if (!hasThread) {
      log(List.of(line));
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
    List<AccessLine> lines = new ArrayList<>();
    waiting.drainTo(lines);
    if (!lines.isEmpty()) {
      log(lines);
    }
  }

  /** Logs all at once: a call of the logger costs more than a line. */
  private static void log(List<AccessLine> lines) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      for (AccessLine line : lines) {
        line.writeTo(json);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LOG.info(text.toString());
  }

  @PreDestroy
  void close() {
    hasThread = false;
    closed.countDown();
    writeAll();
  }
}
