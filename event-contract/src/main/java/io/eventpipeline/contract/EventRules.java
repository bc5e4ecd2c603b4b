package io.eventpipeline.contract;

import org.jspecify.annotations.Nullable;

/** The rules for a valid event. They are the same for HTTP and for records of other producers. */
public final class EventRules {
  /** Longest event id, in characters. */
  public static final int MAX_ID_LENGTH = 128;

  /** Longest idempotency key, in characters. */
  public static final int MAX_IDEMPOTENCY_KEY_LENGTH = 255;

  /** Longest user id and type, in Unicode code points. */
  public static final int MAX_NAME_LENGTH = 256;

  /** Highest seq: the highest integer that every JSON reader keeps exact. */
  public static final long MAX_SEQ = (1L << 53) - 1;

  /** Deepest nesting of an event, including its own braces. Unknown fields do not count. */
  public static final int MAX_DEPTH = 100;

  /** Most events in one batch. */
  public static final int MAX_BATCH = 1000;

  private EventRules() {}

  /** The error in {@code id}; null if it is legal. */
  public static @Nullable String checkId(String id) {
    if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
      return "must have 1 to " + MAX_ID_LENGTH + " characters";
    }
    for (int i = 0; i < id.length(); i++) {
      if (!isIdCharacter(id.charAt(i))) {
        return "must have only A-Z a-z 0-9 . _ : -";
      }
    }
    return switch (id) {
      // Its key dlq:list is the list of failed events.
      case "list" -> "must not be 'list', which is reserved";
      case ".", ".." -> "must not be '" + id + "', which clients drop from a URL";
      default -> null;
    };
  }

  /** The error in an idempotency key; null if it is legal. */
  public static @Nullable String checkIdempotencyKey(String key) {
    boolean legal = !key.isEmpty() && key.length() <= MAX_IDEMPOTENCY_KEY_LENGTH;
    for (int i = 0; legal && i < key.length(); i++) {
      legal = key.charAt(i) >= ' ' && key.charAt(i) <= '~';
    }
    return legal
        ? null
        : "must have 1 to " + MAX_IDEMPOTENCY_KEY_LENGTH + " printable ASCII characters";
  }

  /** The error in a user id or type; null if it is legal. */
  public static @Nullable String checkName(String name) {
    boolean blank = true;
    int codePoints = 0;
    for (int i = 0; i < name.length(); codePoints++) {
      int c = name.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        return "must be well-formed Unicode";
      }
      blank &= Character.isWhitespace(c) || Character.isSpaceChar(c);
      i += Character.charCount(c);
    }
    if (blank) {
      return "must not be blank";
    }
    return codePoints > MAX_NAME_LENGTH
        ? "must have at most " + MAX_NAME_LENGTH + " characters"
        : null;
  }

  private static boolean isIdCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == ':'
        || c == '-';
  }
}
