package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.backpressure.KafkaProbe;
import io.eventpipeline.ingest.http.api.HealthApi;
import io.eventpipeline.ingest.http.api.HealthBody;
import io.eventpipeline.ingest.redis.FailFastRedis;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Tells anybody whether Redis and Kafka answer. */
@Controller("/api/health")
final class ApiHealthController implements HealthApi {
  private final FailFastRedis redis;
  private final KafkaProbe kafka;

  ApiHealthController(FailFastRedis redis, KafkaProbe kafka) {
    this.redis = redis;
    this.kafka = kafka;
  }

  @Override
  @Get
  public CompletionStage<HttpResponse<?>> health() {
    return redis.answers().thenCombine(kafka.answers(), ApiHealthController::respond);
  }

  private static HttpResponse<?> respond(boolean redis, boolean kafka) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    long uptimeMs = ManagementFactory.getRuntimeMXBean().getUptime();
    HealthBody body =
        HealthBody.of(redis, kafka, now.toString(), TimeUnit.MILLISECONDS.toSeconds(uptimeMs));
    return HttpResponse.status(body.ok() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(body);
  }
}
