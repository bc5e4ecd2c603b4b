package io.eventpipeline.ingest.backpressure;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.kafka.KafkaContact;
import io.eventpipeline.runtime.kafka.TopicSettings;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the consumers are too far behind. Where a server runs, {@link LagWatch} measures; where
 * the process sleeps between requests, each request calls {@link #refresh}. Threads: any.
 */
@Context
public final class Backpressure {
  private static final Logger LOG = LoggerFactory.getLogger(Backpressure.class);
  private static final long REFRESH_NANOS = Duration.ofSeconds(5).toNanos();

  private final BackpressureSettings settings;
  private final GroupLag group;
  private final LagGate gate;
  private final KafkaContact contact;
  private final AtomicLong asked = new AtomicLong(System.nanoTime() - REFRESH_NANOS);
  private volatile double lag = Double.NaN;
  private volatile boolean known = true;

  public Backpressure(
      BackpressureSettings settings,
      TopicSettings topic,
      AdminClient admin,
      KafkaContact contact,
      Meters<IngestMetric> meters) {
    this.settings = settings;
    this.contact = contact;
    this.group = new GroupLag(admin, topic.name());
    this.gate = new LagGate(settings.maxLag());
    meters.gauge(IngestMetric.LAG, this, pressure -> pressure.lag);
  }

  /** True while nothing is to be taken. */
  public boolean isHigh() {
    return !settings.isOff() && gate.isClosed(System.nanoTime());
  }

  /** Measures if nobody has for 5 s; then waits for Kafka, at most 2 s. Never fails. */
  public void refresh() {
    long now = System.nanoTime();
    long last = asked.get();
    if (now - last >= REFRESH_NANOS && asked.compareAndSet(last, now)) {
      measure();
    }
  }

  /** Measures now. Never fails. */
  void measure() {
    if (settings.isOff()) {
      return;
    }
    try {
      note(group.measure());
      contact.answered();
    } catch (ExecutionException e) {
      lag = Double.NaN;
      if (e.getCause() instanceof TimeoutException) {
        contact.silent(e.getCause());
      } else if (known) {
        LOG.warn("the lag of the consumers cannot be measured: {}", String.valueOf(e.getCause()));
      }
      known = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(long measured) {
    boolean before = isHigh();
    gate.measured(measured, System.nanoTime());
    lag = measured;
    known = true;
    if (isHigh() != before) {
      LOG.warn(
          "the consumers are {} events behind: {}",
          measured,
          before ? "events are taken again" : "no more events are taken");
    }
  }
}
