package io.eventpipeline.ingest.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * One line of JSON for each request. Holds nothing that a client wrote: no path but the template,
 * no header, no payload, no key.
 */
@ServerFilter(value = ServerFilter.MATCH_ALL_PATTERN, appendContextPath = false)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class AccessLog {
  /** Attribute of a response: for how many events it answers, an {@link Integer}. */
  static final String EVENTS = "access.events";

  private static final String BEGUN = "access.begun";

  private final ClientAddress addresses;
  private final AccessLines lines;

  AccessLog(ClientAddress addresses, AccessLines lines) {
    this.addresses = addresses;
    this.lines = lines;
  }

  @PreMatching
  @RequestFilter
  void begin(HttpRequest<?> request) {
    request.setAttribute(BEGUN, System.nanoTime());
  }

  @ResponseFilter
  void end(HttpRequest<?> request, HttpResponse<?> response) {
    if (lines.areWanted()) {
      lines.write(line(request, response));
    }
  }

  private String line(HttpRequest<?> request, HttpResponse<?> response) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Json json = new Json().raw("{\"time\":\"" + now + "\",\"method\":\"");
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
