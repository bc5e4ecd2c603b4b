package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.backpressure.GroupLag;
import io.eventpipeline.ingest.http.api.CountsApi;
import io.eventpipeline.ingest.http.api.CountsBody;
import io.eventpipeline.ingest.status.CountReader;
import io.eventpipeline.ingest.status.RedisCounts;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Serves the counters of the whole pipeline. */
@Protected
@Controller("/api/metrics")
final class ApiMetricsController implements CountsApi {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final CountReader counters;
  private final GroupLag group;

  ApiMetricsController(CountReader counters, GroupLag group) {
    this.counters = counters;
    this.group = group;
  }

  /** Waits for Kafka, at most 2 s. */
  @Override
  @Get
  @ExecuteOn(TaskExecutors.BLOCKING)
  public CompletionStage<HttpResponse<?>> counts() {
    CompletionStage<RedisCounts> counts = counters.read();
    try {
      long lag = group.measure();
      return counts.handle((read, error) -> error == null ? respond(read, lag) : away("Redis"));
    } catch (ExecutionException e) {
      return CompletableFuture.completedFuture(away("Kafka"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.completedFuture(away("Kafka"));
    }
  }

  private static HttpResponse<?> respond(RedisCounts counts, long lag) {
    CountsBody body =
        new CountsBody(
            counts.received(),
            counts.deduped(),
            counts.sent(),
            counts.failed(),
            counts.deadEvents() + counts.deadPush(),
            lag + counts.pushWaiting(),
            lag,
            counts.pushWaiting(),
            counts.deadEvents(),
            counts.deadPush());
    return uncached(HttpResponse.ok(body).contentType(MediaType.APPLICATION_JSON_TYPE));
  }

  private static HttpResponse<?> away(String server) {
    Problem problem = Problem.of(HttpStatus.SERVICE_UNAVAILABLE, server + " does not answer");
    return uncached(RateLimitHeaders.retryAfter(problem.response(), RETRY));
  }

  private static HttpResponse<?> uncached(MutableHttpResponse<?> response) {
    return response.header(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
