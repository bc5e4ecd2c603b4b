package io.eventpipeline.consumer.ledger;

import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The atomic steps, one Lua file each; its head says what goes in and comes out. */
enum Script {
  TAKE(""),
  CLAIM("fence"),
  SETTLE("fence"),
  JUMP("fence"),
  RELEASE("fence"),
  COUNT_DEAD("");

  private final String source;
  private final String sha1;

  Script(String head) {
    source = (head.isEmpty() ? "" : read(head)) + read(name().toLowerCase(Locale.ROOT));
    sha1 = Base16.digest(StringCodec.UTF8.encodeValue(source));
  }

  /** The whole text that is sent to Redis. */
  String source() {
    return source;
  }

  /** The name by which Redis knows it. */
  String sha1() {
    return sha1;
  }

  static String read(String name) {
    try (InputStream file = Script.class.getResourceAsStream(name + ".lua")) {
      if (file == null) {
        throw new IllegalStateException("no script " + name + ".lua on the class path");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
