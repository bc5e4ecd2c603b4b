package io.eventpipeline.ingest.transport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP request.
 *
 * @param target path and query, encoded
 */
public record TransportRequest(
    String method, String target, Map<String, List<String>> headers, byte[] body) {
  public static TransportRequest get(String target) {
    return new TransportRequest("GET", target, new TreeMap<>(), new byte[0]);
  }

  /** A POST without a content type. */
  public static TransportRequest post(String target, byte[] body) {
    return new TransportRequest("POST", target, new TreeMap<>(), body);
  }

  public static TransportRequest json(String target, String body) {
    return post(target, body.getBytes(StandardCharsets.UTF_8))
        .with("Content-Type", "application/json");
  }

  /** Adds a value to a header. */
  public TransportRequest with(String name, String value) {
    headers.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    return this;
  }
}
