package io.eventpipeline.runtime.observe;

import java.util.Locale;

/**
 * Makes foreign text safe for one line of a log. It escapes, as in Java source, characters that end
 * a line, move the cursor or change the reading direction.
 */
public final class OneLine {
  private OneLine() {}

  /** The escaped text; the same object if nothing needs escaping. */
  public static String of(String text) {
    int first = 0;
    while (first < text.length() && !isControl(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      append(escaped, text.charAt(i));
    }
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, char c) {
    switch (c) {
      case '\n' -> escaped.append("\\n");
      case '\r' -> escaped.append("\\r");
      case '\t' -> escaped.append("\\t");
      default -> {
        if (isControl(c)) {
          escaped.append(escape(c));
        } else {
          escaped.append(c);
        }
      }
    }
  }

  /** Four hexadecimal digits after a backslash and a u. */
  static String escape(int c) {
    return String.format(Locale.ROOT, "\\u%04x", c);
  }

  /** Control characters, separators of lines and paragraphs, and marks of the reading direction. */
  static boolean isControl(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
