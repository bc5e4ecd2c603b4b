package io.eventpipeline.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A JSON object exactly as the client sent it. It points into the larger text and copies only on
 * request. Immutable, as long as nobody changes that text.
 */
public final class JsonSlice {
  /** The object without members. */
  public static final JsonSlice EMPTY = new JsonSlice(new byte[] {'{', '}'}, 0, 2);

  private final byte[] text;
  private final int from;
  private final int to;

  JsonSlice(byte[] text, int from, int to) {
    this.text = text;
    this.from = from;
    this.to = to;
  }

  /** Length in bytes of UTF-8. */
  public int length() {
    return to - from;
  }

  /** A copy of the bytes, UTF-8. */
  public byte[] toBytes() {
    return Arrays.copyOfRange(text, from, to);
  }

  /** Updates {@code digest} with the bytes. */
  public void addTo(MessageDigest digest) {
    digest.update(text, from, length());
  }

  void copyTo(byte[] target, int at) {
    System.arraycopy(text, from, target, at, length());
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return new String(text, from, length(), StandardCharsets.UTF_8);
  }
}
