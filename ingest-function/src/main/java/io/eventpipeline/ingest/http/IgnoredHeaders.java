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
 *   <li>What a client prefers to read. Each path has one form of answer, and a preference that it
 *       does not meet, or that cannot be read, must not decide whether an event is taken.
 *   <li>A trace parent that is there more than once. Trace Context then wants none of them used.
 * </ul>
 */
public final class IgnoredHeaders {
  private static final List<String> PREFERENCES =
      List.of(HttpHeaders.ACCEPT, HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.ACCEPT_CHARSET);

  private static final String TRACE_STATE = "tracestate";

  private IgnoredHeaders() {}

  /**
   * Their names. Not all of them need be there.
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

  /** API Gateway joins the lines of one name with commas; a trace parent has none itself. */
  private static boolean isMoreThanOne(List<String> values) {
    return values.size() > 1 || (values.size() == 1 && values.getFirst().contains(","));
  }
}
