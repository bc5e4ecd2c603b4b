package io.eventpipeline.ingest.function;

import io.eventpipeline.ingest.http.IgnoredHeaders;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The headers of one request or response. Names are case-insensitive. */
final class GatewayHeaders {
  private static final String FORWARDED = "x-forwarded-for";
  private static final String SET_COOKIE = "set-cookie";

  /** Headers of a response that the gateway adds itself. */
  private static final List<String> OF_THE_GATEWAY = List.of("content-length", "date");

  private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private GatewayHeaders() {}

  /** The headers of a request; values may be null, and so may the whole map. */
  static GatewayHeaders ofRequest(@Nullable Map<String, String> single) {
    GatewayHeaders headers = new GatewayHeaders();
    if (single != null) {
      single.forEach((name, value) -> headers.add(name, value == null ? "" : value));
    }
    return headers;
  }

  /**
   * The headers of a request; values may be null.
   *
   * @param single used if {@code multi} is null
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

  /** The headers of a response, without those that the gateway adds itself. */
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

  /** Appends the caller to X-Forwarded-For, unless the gateway has done so. */
  GatewayHeaders from(@Nullable String sourceIp) {
    String said = String.join(", ", values.getOrDefault(FORWARDED, List.of()));
    if (sourceIp == null || (", " + said).endsWith(", " + sourceIp)) {
      return this;
    }
    return with(FORWARDED, said.isEmpty() ? sourceIp : said + ", " + sourceIp);
  }

  /** Filters get a copy of the headers from the framework, so they cannot remove any. */
  GatewayHeaders withoutIgnored() {
    IgnoredHeaders.names(name -> values.getOrDefault(name, List.of())).forEach(values::remove);
    return this;
  }

  Map<String, List<String>> multi() {
    return values;
  }

  /** Each header with its values joined, except for cookies to set: {@link #cookies()}. */
  Map<String, String> single() {
    Map<String, String> joined = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.forEach((name, all) -> joined.put(name, String.join(", ", all)));
    joined.remove(SET_COOKIE);
    return joined;
  }

  /** The cookies that a response sets; null if there are none. */
  @Nullable List<String> cookies() {
    return values.get(SET_COOKIE);
  }
}
