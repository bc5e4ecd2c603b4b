package io.eventpipeline.ingest.idempotency;

import java.util.Map;

/** What a claim on an idempotency key found. The codes are those of reserve.lua. */
public enum KeyStatus {
  /** Nobody has used the key, or nobody successfully: this request has reserved it. */
  FIRST(1),
  /** Another request with the same content holds the key. */
  UNDER_WAY(0),
  /** The same content was acknowledged under this key. */
  REPEAT(2),
  /** The key belongs to another content. */
  CONFLICT(-1);

  private static final Map<Long, KeyStatus> BY_CODE =
      Map.of(1L, FIRST, 0L, UNDER_WAY, 2L, REPEAT, -1L, CONFLICT);

  final long code;

  KeyStatus(long code) {
    this.code = code;
  }

  static KeyStatus of(long code) {
    KeyStatus status = BY_CODE.get(code);
    if (status == null) {
      throw new IllegalArgumentException("reserve.lua returned the unknown code " + code);
    }
    return status;
  }
}
