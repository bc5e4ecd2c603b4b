package io.eventpipeline.ingest.function;

import io.eventpipeline.ingest.http.IgnoredHeaders;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The headers of one request or answer, whatever the case of their names. */
final class GatewayHeaders {
  private static final String FORWARDED = "x-forwarded-for";
  private static final String SET_COOKIE = "set-cookie";

  /** What the gateway says of an answer itself. */
  private static final List<String> OF_THE_GATEWAY = List.of("content-length", "date");

  private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private GatewayHeaders() {}

  /** What a request has; its entries may be null, and so may be all of it. */
  static GatewayHeaders ofRequest(@Nullable Map<String, String> single) {
    GatewayHeaders headers = new GatewayHeaders();
    if (single != null) {
      single.forEach((name, value) -> headers.add(name, value == null ? "" : value));
    }
    return headers;
  }

  /**
   * What a request has; its entries may be null.
   *
   * @param single what counts if {@code multi} is null
   */
  static GatewayHeaders ofRequest(
      @Nullable Map<String, List<String>> multi, @Nullable Map<String, String> single) {
    if (multi == null) {
      return ofRequest(single);
    }
    GatewayHeaders headers = new GatewayHeaders();
    multi.forEach(
        (name, all) -> {
          if (all != null) {
            all.stream().filter(Objects::nonNull).forEach(value -> headers.add(name, value));
          }
        });
    return headers;
  }

  /** What an answer has, but for what the gateway says itself. */
  static GatewayHeaders ofAnswer(Map<String, List<String>> multi) {
    GatewayHeaders headers = new GatewayHeaders();
    headers.values.putAll(multi);
    OF_THE_GATEWAY.forEach(headers.values::remove);
    return headers;
  }

  private void add(String name, String value) {
    values.merge(name, List.of(value), GatewayHeaders::both);
  }

  private static List<String> both(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  GatewayHeaders with(String name, String value) {
    values.put(name, List.of(value));
    return this;
  }

  /** The gateway appends its caller to what the client said, as any proxy does; or we do. */
  GatewayHeaders from(@Nullable String sourceIp) {
    String said = String.join(", ", values.getOrDefault(FORWARDED, List.of()));
    if (sourceIp == null || (", " + said).endsWith(", " + sourceIp)) {
      return this;
    }
    return with(FORWARDED, said.isEmpty() ? sourceIp : said + ", " + sourceIp);
  }

  /** The framework hands filters a copy of the headers, so nothing can be removed there. */
  GatewayHeaders withoutIgnored() {
    IgnoredHeaders.names(name -> values.getOrDefault(name, List.of())).forEach(values::remove);
    return this;
  }

  Map<String, List<String>> multi() {
    return values;
  }

  /** Each with its values joined, but for cookies to be set: {@link #cookies()}. */
  Map<String, String> single() {
    Map<String, String> joined = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.forEach((name, all) -> joined.put(name, String.join(", ", all)));
    joined.remove(SET_COOKIE);
    return joined;
  }

  /** Those that an answer sets; null if there are none. */
  @Nullable List<String> cookies() {
    return values.get(SET_COOKIE);
  }
}
