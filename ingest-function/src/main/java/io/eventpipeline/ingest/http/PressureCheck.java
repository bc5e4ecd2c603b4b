package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.observe.Metric;
import io.eventpipeline.ingest.pressure.Pressure;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes no events while the consumers are too far behind. */
@Singleton
final class PressureCheck implements Check {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Pressure pressure;
  private final Meters<Metric> meters;

  PressureCheck(Pressure pressure, Meters<Metric> meters) {
    this.pressure = pressure;
    this.meters = meters;
  }

  @Override
  public @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    if (!pressure.isHigh()) {
      return null;
    }
    meters.count(Metric.TURNED_AWAY);
    Problem problem =
        Problem.reducedCapacity("events are taken again when those that wait have been handled");
    return RateLimitHeaders.retryAfter(problem.response(), RETRY);
  }
}
