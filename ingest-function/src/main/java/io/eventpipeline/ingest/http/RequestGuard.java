package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests before their body is read: those to {@link Protected} routes, and those to no
 * route at all. One filter runs all checks, because the framework matches each filter separately.
 */
@Protected
@ServerFilter(value = ServerFilter.MATCH_ALL_PATTERN, appendContextPath = false)
final class RequestGuard {
  private final ApiKeyCheck keys;
  private final List<RequestCheck> postChecks;

  RequestGuard(
      ApiKeyCheck keys, EncodingCheck encoding, SizeCheck size, BackpressureCheck backpressure) {
    this.keys = keys;
    this.postChecks = List.of(encoding, size, backpressure);
  }

  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    HttpResponse<?> refusal = keys.refusal(request);
    if (request.getMethod() == HttpMethod.POST) {
      for (int i = 0; refusal == null && i < postChecks.size(); i++) {
        refusal = postChecks.get(i).refusal(request);
      }
    }
    return refusal;
  }
}
