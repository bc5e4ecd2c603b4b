package io.eventpipeline.push.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eventpipeline.runtime.digest.Sha256;
import java.util.HexFormat;

/** The id by which Apple's service shows a repeated notification once. */
final class CollapseId {
  /** More bytes are refused. */
  static final int LONGEST = 64;

  private CollapseId() {}

  /** The note's id, or if that is too long its SHA-256 in {@value #LONGEST} hexadecimal digits. */
  static String of(String noteId) {
    byte[] bytes = noteId.getBytes(UTF_8);
    return bytes.length <= LONGEST ? noteId : HexFormat.of().formatHex(Sha256.of(bytes));
  }
}
