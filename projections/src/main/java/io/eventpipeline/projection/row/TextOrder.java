package io.eventpipeline.projection.row;

import java.util.Comparator;

/** The order of texts in PostgreSQL under {@code COLLATE "C"}: by the bytes of their UTF-8. */
public final class TextOrder {
  /** Code points are in the order of their UTF-8; {@code String.compareTo} is not above U+D7FF. */
  public static final Comparator<String> BY_CODE_POINT = TextOrder::compare;

  private TextOrder() {}

  private static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Surrogates stand for code points above all other characters. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }
}
