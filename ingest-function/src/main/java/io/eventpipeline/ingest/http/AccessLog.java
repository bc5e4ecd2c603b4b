package io.eventpipeline.ingest.http;

import io.eventpipeline.ingest.http.api.AcceptedBody;
import io.eventpipeline.runtime.http.ClientAddress;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.type.Argument;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Logs one line of JSON for each request. A line holds nothing that a client wrote: no path but the
 * template, no header, no payload, no key.
 */
@ServerFilter(value = ServerFilter.MATCH_ALL_PATTERN, appendContextPath = false)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class AccessLog {
  /** Attribute of a response: the number of events it is about, an {@link Integer}. */
  static final String EVENTS = "access.events";

  private static final String BEGUN = "access.begun";

  private final ClientAddress addresses;
  private final AccessLines lines;
  private final JsonMapper json;

  /** Nearly all bodies are of this type. A mapper for one type looks nothing up. */
  private final JsonMapper acceptedJson;

  AccessLog(ClientAddress addresses, AccessLines lines, JsonMapper json) {
    this.addresses = addresses;
    this.lines = lines;
    this.json = json;
    this.acceptedJson = json.createSpecific(Argument.of(AcceptedBody.class));
  }

  @PreMatching
  @RequestFilter
  void begin(HttpRequest<?> request) {
    request.setAttribute(BEGUN, System.nanoTime());
  }

  @ResponseFilter
  void end(HttpRequest<?> request, MutableHttpResponse<?> response) throws IOException {
    if (lines.isEnabled()) {
      lines.write(line(request, response));
    }
  }

  private AccessLine line(HttpRequest<?> request, MutableHttpResponse<?> response)
      throws IOException {
    OptionalLong in = request.getHeaders().contentLength();
    return new AccessLine(
        Instant.now().truncatedTo(ChronoUnit.MILLIS).toString(),
        request.getMethod().name(),
        BasicHttpAttributes.getUriTemplate(request).orElse(null),
        response.code(),
        millis(request),
        addresses.of(request),
        in.isPresent() ? in.getAsLong() : null,
        bytesOut(response),
        response.getAttribute(EVENTS, Integer.class).orElse(0));
  }

  /** Milliseconds with three decimals. */
  private static BigDecimal millis(HttpRequest<?> request) {
    long begun = request.getAttribute(BEGUN, Long.class).orElseGet(System::nanoTime);
    return BigDecimal.valueOf((System.nanoTime() - begun) / 1000, 3);
  }

  /**
   * The length of the body, or null if unknown. The framework would serialize a record after all
   * filters, so this method does it.
   */
  private @Nullable Integer bytesOut(MutableHttpResponse<?> response) throws IOException {
    if (response.body() instanceof Record body) {
      JsonMapper mapper = body instanceof AcceptedBody ? acceptedJson : json;
      response.body(mapper.writeValueAsBytes(body));
    }
    return response.body() instanceof byte[] body ? body.length : null;
  }
}
