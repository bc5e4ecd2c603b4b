package io.eventpipeline.admin.log;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Offsets by partition as a text for URLs, such as {@code 0:17,3:1200}. */
final class Places {
  private static final String TEXT = "\\d{1,9}:\\d{1,18}(,\\d{1,9}:\\d{1,18})*";

  private Places() {}

  static String text(Map<Integer, Long> offsets) {
    return new TreeMap<>(offsets)
        .entrySet().stream()
            .map(one -> one.getKey() + ":" + one.getValue())
            .collect(Collectors.joining(","));
  }

  /** Empty if the text is not one of ours. */
  static Map<Integer, Long> parse(String text) {
    Map<Integer, Long> offsets = new TreeMap<>();
    if (text.matches(TEXT)) {
      for (String one : text.split(",", -1)) {
        String[] parts = one.split(":", 2);
        offsets.put(Integer.valueOf(parts[0]), Long.valueOf(parts[1]));
      }
    }
    return offsets;
  }
}
