package io.eventpipeline.ingest.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Headers of a request that a test makes up. */
final class TestHeaders implements RequestHeaders {
  private final Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param pairs name, value, name, value…
   */
  static TestHeaders of(String... pairs) {
    TestHeaders headers = new TestHeaders();
    for (int i = 0; i < pairs.length; i += 2) {
      headers.with(pairs[i], pairs[i + 1]);
    }
    return headers;
  }

  /** Adds a line. */
  TestHeaders with(String name, String value) {
    lines.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
    return this;
  }

  @Override
  public List<String> all(String name) {
    return lines.getOrDefault(name, List.of());
  }
}
