package io.eventpipeline.ingest.http;

import io.eventpipeline.runtime.kafka.EventTopic;
import io.micronaut.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The headers of a request that must not decide anything:
 *
 * <ul>
 *   <li>The client's preferences. Each path has one form of response. A preference that it does not
 *       meet, or that is malformed, must not decide whether an event is accepted.
 *   <li>A trace parent that occurs more than once. Trace Context then wants none of them used.
 * </ul>
 */
public final class IgnoredHeaders {
  private static final List<String> PREFERENCES =
      List.of(HttpHeaders.ACCEPT, HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.ACCEPT_CHARSET);

  private static final String TRACE_STATE = "tracestate";

  private IgnoredHeaders() {}

  /**
   * The names of the headers to remove. The request need not have all of them.
   *
   * @param values of the header with a name, empty if the request has none
   */
  public static List<String> names(Function<String, List<String>> values) {
    if (!isMoreThanOne(values.apply(EventTopic.TRACE_HEADER))) {
      return PREFERENCES;
    }
    List<String> names = new ArrayList<>(PREFERENCES);
    names.add(EventTopic.TRACE_HEADER);
    names.add(TRACE_STATE);
    return names;
  }

  /** API Gateway joins repeated headers with commas; a trace parent itself has none. */
  private static boolean isMoreThanOne(List<String> values) {
    return values.size() > 1 || (values.size() == 1 && values.getFirst().contains(","));
  }
}
