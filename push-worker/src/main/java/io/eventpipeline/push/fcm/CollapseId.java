package io.eventpipeline.push.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The id by which Apple's service shows a repeated notification once. */
final class CollapseId {
  /** More bytes are refused. */
  static final int LONGEST = 64;

  private CollapseId() {}

  /** The note's id, or if that is too long its SHA-256 in {@value #LONGEST} hexadecimal digits. */
  static String of(String noteId) {
    byte[] bytes = noteId.getBytes(UTF_8);
    return bytes.length <= LONGEST ? noteId : HexFormat.of().formatHex(sha256(bytes));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
