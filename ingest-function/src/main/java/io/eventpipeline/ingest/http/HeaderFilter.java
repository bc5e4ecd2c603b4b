package io.eventpipeline.ingest.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

/**
 * Removes {@link IgnoredHeaders} before anything reads them. A Lambda function does that itself,
 * because there the framework hands filters a copy of the headers.
 */
@ServerFilter(value = ServerFilter.MATCH_ALL_PATTERN, appendContextPath = false)
final class HeaderFilter {
  @PreMatching
  @RequestFilter
  void remove(HttpRequest<?> request) {
    if (request.getHeaders() instanceof MutableHttpHeaders headers) {
      IgnoredHeaders.names(headers::getAll).forEach(headers::remove);
    }
  }
}
