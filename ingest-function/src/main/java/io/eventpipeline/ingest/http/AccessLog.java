package io.eventpipeline.ingest.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.time.Instant;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of JSON for each request, to the logger {@code access}. Holds nothing that a client
 * wrote: no path but the template, no header, no payload, no key.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(FilterOrder.ACCESS_LOG)
final class AccessLog {
  /** Attribute of a response: for how many events it answers, an {@link Integer}. */
  static final String EVENTS = "access.events";

  private static final Logger LOG = LoggerFactory.getLogger("access");
  private static final String BEGUN = "access.begun";

  private final ClientAddress addresses;

  AccessLog(ClientAddress addresses) {
    this.addresses = addresses;
  }

  @PreMatching
  @RequestFilter
  void begin(HttpRequest<?> request) {
    request.setAttribute(BEGUN, System.nanoTime());
  }

  @ResponseFilter
  void end(HttpRequest<?> request, HttpResponse<?> response) {
    if (LOG.isInfoEnabled()) {
      LOG.info(line(request, response));
    }
  }

  private String line(HttpRequest<?> request, HttpResponse<?> response) {
    Json json = new Json().raw("{\"time\":\"" + Instant.now() + "\",\"method\":\"");
    json.raw(request.getMethod().name()).raw("\",\"path\":");
    BasicHttpAttributes.getUriTemplate(request)
        .ifPresentOrElse(json::string, () -> json.raw("null"));
    json.raw(",\"status\":" + response.code() + ",\"ms\":" + millis(request));
    json.raw(",\"client\":").string(addresses.of(request));
    OptionalLong in = request.getHeaders().contentLength();
    json.raw(",\"bytesIn\":" + (in.isPresent() ? in.getAsLong() : "null"));
    json.raw(",\"bytesOut\":" + (response.body() instanceof byte[] body ? body.length : "null"));
    int events = response.getAttribute(EVENTS, Integer.class).orElse(0);
    return json.raw(",\"events\":" + events + "}").toString();
  }

  /** With three decimals. */
  private static String millis(HttpRequest<?> request) {
    long begun = request.getAttribute(BEGUN, Long.class).orElseGet(System::nanoTime);
    long micros = (System.nanoTime() - begun) / 1000;
    String rest = Long.toString(1000 + micros % 1000);
    return micros / 1000 + "." + rest.substring(1);
  }
}
