package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.backpressure.Backpressure;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refuses events while the consumers lag too far behind. */
@Singleton
final class BackpressureCheck implements RequestCheck {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Backpressure backpressure;
  private final Meters<IngestMetric> meters;

  BackpressureCheck(Backpressure backpressure, Meters<IngestMetric> meters) {
    this.backpressure = backpressure;
    this.meters = meters;
  }

  @Override
  public @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    if (!backpressure.isHigh()) {
      return null;
    }
    meters.count(IngestMetric.TURNED_AWAY);
    Problem problem = Problem.reducedCapacity("the consumers lag behind; send events again later");
    return RateLimitHeaders.retryAfter(problem.response(), RETRY);
  }
}
