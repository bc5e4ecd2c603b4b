package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.backpressure.Backpressure;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes no events while the consumers are too far behind. */
@Singleton
final class BackpressureCheck implements RequestCheck {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Backpressure pressure;
  private final Meters<IngestMetric> meters;

  BackpressureCheck(Backpressure pressure, Meters<IngestMetric> meters) {
    this.pressure = pressure;
    this.meters = meters;
  }

  @Override
  public @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    if (!pressure.isHigh()) {
      return null;
    }
    meters.count(IngestMetric.TURNED_AWAY);
    Problem problem =
        Problem.reducedCapacity("events are taken again when those that wait have been handled");
    return RateLimitHeaders.retryAfter(problem.response(), RETRY);
  }
}
