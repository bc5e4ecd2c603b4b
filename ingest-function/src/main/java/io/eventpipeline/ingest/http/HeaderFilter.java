package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a header on which the framework itself would fail later, as if the server were broken.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class HeaderFilter {
  private final AccessLog log;

  HeaderFilter(AccessLog log) {
    this.log = log;
  }

  @PreMatching
  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    try {
      request.getLocale();
      return null;
    } catch (IndexOutOfBoundsException listOfNothing) {
      HttpResponse<?> refusal =
          Problem.of(HttpStatus.BAD_REQUEST, "the header Accept-Language cannot be read")
              .response();
      log.end(request, refusal); // No other filter sees what ends before the routes.
      return refusal;
    }
  }
}
