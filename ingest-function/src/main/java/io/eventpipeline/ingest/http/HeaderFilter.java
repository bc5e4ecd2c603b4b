package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.EventTopic;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.List;

/**
 * Removes headers before anything reads them:
 *
 * <ul>
 *   <li>What a client prefers to read. Each path has one form of answer, and a preference that it
 *       does not meet, or that cannot be read, must not decide whether an event is taken.
 *   <li>A trace parent that is there more than once. Trace Context then wants none of them used.
 * </ul>
 */
@ServerFilter(value = ServerFilter.MATCH_ALL_PATTERN, appendContextPath = false)
final class HeaderFilter {
  private static final List<String> PREFERENCES =
      List.of(HttpHeaders.ACCEPT, HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.ACCEPT_CHARSET);

  private static final String TRACE_STATE = "tracestate";

  @PreMatching
  @RequestFilter
  void remove(HttpRequest<?> request) {
    if (request.getHeaders() instanceof MutableHttpHeaders headers) {
      PREFERENCES.forEach(headers::remove);
      if (isMoreThanOne(headers.getAll(EventTopic.TRACE_HEADER))) {
        headers.remove(EventTopic.TRACE_HEADER);
        headers.remove(TRACE_STATE);
      }
    }
  }

  /** API Gateway joins the lines of one name with commas; a trace parent has none itself. */
  private static boolean isMoreThanOne(List<String> values) {
    return values.size() > 1 || (values.size() == 1 && values.getFirst().contains(","));
  }
}
