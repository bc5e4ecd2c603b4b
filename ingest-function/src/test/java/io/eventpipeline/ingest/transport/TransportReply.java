package io.eventpipeline.ingest.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One HTTP response.
 *
 * @param headers by their names in lower case
 */
public record TransportReply(int status, Map<String, List<String>> headers, byte[] bytes) {
  public String body() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** All values, joined with commas; empty if there is none. */
  public String header(String name) {
    return String.join(", ", headers.getOrDefault(name, List.of()));
  }
}
