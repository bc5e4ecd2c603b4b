package io.eventpipeline.contract;

import org.jspecify.annotations.Nullable;

/**
 * A position in a trace, as in the W3C header {@code traceparent} of requests and records.
 *
 * @param traceId 32 hexadecimal digits, not all 0
 * @param spanId 16 hexadecimal digits, not all 0
 * @param flags 2 hexadecimal digits
 */
public record TraceParent(String traceId, String spanId, String flags) {
  private static final int LENGTH = 55;

  /** Reads a header; null if it is missing or malformed, as the W3C recommendation demands. */
  public static @Nullable TraceParent parse(@Nullable String header) {
    if (header == null || header.length() < LENGTH || header.startsWith("ff")) {
      return null;
    }
    boolean first = header.startsWith("00");
    boolean ends = header.length() == LENGTH || (!first && header.charAt(LENGTH) == '-');
    if (!ends || !isHex(header, 0, 2) || !isId(header, 3, 35) || !isId(header, 36, 52)) {
      return null;
    }
    boolean dashes =
        header.charAt(2) == '-' && header.charAt(35) == '-' && header.charAt(52) == '-';
    return dashes && isHex(header, 53, LENGTH)
        ? new TraceParent(
            header.substring(3, 35), header.substring(36, 52), header.substring(53, LENGTH))
        : null;
  }

  private static boolean isId(String text, int from, int to) {
    return isHex(text, from, to) && !text.substring(from, to).chars().allMatch(c -> c == '0');
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** The header's value. */
  public String header() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }
}
