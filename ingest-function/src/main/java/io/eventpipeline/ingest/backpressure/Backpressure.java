package io.eventpipeline.ingest.backpressure;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.kafka.KafkaContact;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the consumers lag too far behind. In a server, {@link LagWatch} measures. A Lambda
 * function sleeps between requests, so there each request calls {@link #refresh}. Threads: any.
 */
@Context
public final class Backpressure {
  private static final Logger LOG = LoggerFactory.getLogger(Backpressure.class);
  private static final long REFRESH_NANOS = Duration.ofSeconds(5).toNanos();

  private final BackpressureSettings settings;
  private final GroupLag group;
  private final LagGate gate;
  private final KafkaContact contact;
  private final AtomicLong measuredAt = new AtomicLong(System.nanoTime() - REFRESH_NANOS);
  private volatile double lag = Double.NaN;
  private volatile boolean isKnown = true;

  public Backpressure(
      BackpressureSettings settings,
      GroupLag group,
      KafkaContact contact,
      Meters<IngestMetric> meters) {
    this.settings = settings;
    this.contact = contact;
    this.group = group;
    this.gate = new LagGate(settings.maxLag());
    meters.gauge(IngestMetric.LAG, this, pressure -> pressure.lag);
  }

  /** Whether the API must refuse events now. */
  public boolean isHigh() {
    return !settings.isOff() && gate.isClosed(System.nanoTime());
  }

  /** Measures if the last measurement is 5 s old; waits for Kafka, at most 2 s. Never fails. */
  public void refresh() {
    long now = System.nanoTime();
    long last = measuredAt.get();
    if (now - last >= REFRESH_NANOS && measuredAt.compareAndSet(last, now)) {
      measure();
    }
  }

  /** Measures now. Never fails. */
  void measure() {
    if (settings.isOff()) {
      return;
    }
    try {
      update(group.measure());
      contact.recordAnswer();
    } catch (ExecutionException e) {
      lag = Double.NaN;
      if (e.getCause() instanceof TimeoutException) {
        contact.recordSilence(e.getCause());
      } else if (isKnown) {
        LOG.warn(
            "Cannot measure the consumers' lag; accepting events regardless: {}",
            String.valueOf(e.getCause()));
      }
      isKnown = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void update(long measured) {
    boolean before = isHigh();
    gate.update(measured, System.nanoTime());
    lag = measured;
    isKnown = true;
    if (isHigh() != before) {
      LOG.warn(
          "The consumers are {} events behind; {}",
          measured,
          before ? "accepting events again" : "refusing events with 503 until they catch up");
    }
  }
}
