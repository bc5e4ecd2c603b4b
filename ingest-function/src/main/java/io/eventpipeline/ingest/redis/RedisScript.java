package io.eventpipeline.ingest.redis;

import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A Lua script, which answers with a list of integers.
 *
 * @param sha1 of the text, in hexadecimal
 */
public record RedisScript(String text, String sha1) {
  /**
   * Reads the file of this name that stands beside {@code owner} on the class path.
   *
   * @throws IllegalStateException if there is none
   */
  public static RedisScript beside(Class<?> owner, String name) {
    try (InputStream file = owner.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("no " + name + " on the class path");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return new RedisScript(text, Base16.digest(StringCodec.UTF8.encodeValue(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
