package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests away before their body is read: those that have a {@link Protected} route, and
 * those that have none at all. One filter for all checks, because the framework matches each filter
 * anew.
 */
@Protected
@ServerFilter(value = ServerFilter.MATCH_ALL_PATTERN, appendContextPath = false)
final class RequestGuard {
  private final ApiKeyCheck keys;
  private final List<RequestCheck> ofPosts;

  RequestGuard(
      ApiKeyCheck keys, EncodingCheck encoding, SizeCheck size, BackpressureCheck pressure) {
    this.keys = keys;
    this.ofPosts = List.of(encoding, size, pressure);
  }

  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    HttpResponse<?> refusal = keys.refusal(request);
    if (request.getMethod() == HttpMethod.POST) {
      for (int i = 0; refusal == null && i < ofPosts.size(); i++) {
        refusal = ofPosts.get(i).refusal(request);
      }
    }
    return refusal;
  }
}
