package io.eventpipeline.query.redis;

import java.nio.charset.StandardCharsets;

/** Reads the parts of a script's reply. */
public final class Reply {
  private Reply() {}

  /** A text as bytes, for a script. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A number as bytes, for a script. */
  public static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  /** A text or a number of a reply, as text. */
  public static String text(Object part) {
    return part instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(part);
  }

  /** A number of a reply, whether Redis sent it as a number or as text. */
  public static long number(Object part) {
    return part instanceof Long number ? number : Long.parseLong(text(part));
  }
}
