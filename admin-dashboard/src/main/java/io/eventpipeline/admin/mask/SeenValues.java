package io.eventpipeline.admin.mask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds values again in free text. Threads: any. */
final class SeenValues {
  /** A shorter value is hidden only where it stands alone. */
  private static final int LONG = 4;

  /** So much of the beginning of a longer value is hidden too: texts of errors are cut. */
  private static final int TELLING = 8;

  private final Map<Character, List<String>> byFirst = new HashMap<>();

  SeenValues(Set<String> values) {
    for (String value : values) {
      if (!value.isBlank()) {
        byFirst.computeIfAbsent(value.charAt(0), none -> new ArrayList<>()).add(value);
      }
    }
    byFirst.values().forEach(some -> some.sort(Comparator.comparingInt(String::length).reversed()));
  }

  String hide(String text) {
    if (byFirst.isEmpty()) {
      return text;
    }
    StringBuilder hidden = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = endOfValue(text, at);
      if (end > at) {
        hidden.append(Masking.MASK);
        at = end;
      } else {
        hidden.append(text.charAt(at++));
      }
    }
    return hidden.toString();
  }

  /** Where the value ends that begins here; {@code at} if none does. */
  private int endOfValue(String text, int at) {
    int furthest = at;
    for (String value : byFirst.getOrDefault(text.charAt(at), List.of())) {
      int same = common(text, at, value);
      boolean whole = same == value.length();
      if (whole ? value.length() >= LONG || isAlone(text, at, at + same) : same >= TELLING) {
        furthest = Math.max(furthest, at + same);
      }
    }
    return furthest;
  }

  private static int common(String text, int at, String value) {
    int most = Math.min(value.length(), text.length() - at);
    int same = 0;
    while (same < most && text.charAt(at + same) == value.charAt(same)) {
      same++;
    }
    return same;
  }

  private static boolean isAlone(String text, int from, int to) {
    return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
        && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
  }
}
