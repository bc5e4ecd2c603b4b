package io.eventpipeline.ingest.idempotency;

import java.util.Map;

/** How a request stands to the others with its key. The codes are those of reserve.lua. */
public enum KeyStatus {
  /** It is the first, or the one before it came to nothing. */
  FIRST(1),
  /** Another one is under way. */
  UNDER_WAY(0),
  /** The same was sent before, and acknowledged. */
  REPEAT(2),
  /** Something else was sent with this key. */
  CONFLICT(-1);

  private static final Map<Long, KeyStatus> BY_CODE =
      Map.of(1L, FIRST, 0L, UNDER_WAY, 2L, REPEAT, -1L, CONFLICT);

  final long code;

  KeyStatus(long code) {
    this.code = code;
  }

  static KeyStatus of(long code) {
    KeyStatus standing = BY_CODE.get(code);
    if (standing == null) {
      throw new IllegalArgumentException("reserve.lua answered " + code);
    }
    return standing;
  }
}
