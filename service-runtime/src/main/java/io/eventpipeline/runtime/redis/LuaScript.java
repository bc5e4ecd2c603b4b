package io.eventpipeline.runtime.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A Lua script. Redis runs it by its SHA-1; a server that does not know it gets the text. */
public final class LuaScript {
  private final String source;
  private final String sha1;

  /** Sends a script. */
  @FunctionalInterface
  public interface Call<T> {
    /**
     * @param how EVALSHA or EVAL
     * @param script the SHA-1 or the text
     */
    CompletionStage<T> send(CommandType how, String script);
  }

  private LuaScript(String source) {
    this.source = source;
    this.sha1 = Base16.digest(StringCodec.UTF8.encodeValue(source));
  }

  /**
   * Reads {@code .lua} files from the package of a class, and joins them in this order.
   *
   * @throws IllegalStateException if one is missing
   */
  public static LuaScript beside(Class<?> owner, String... names) {
    StringBuilder source = new StringBuilder();
    for (String name : names) {
      source.append(read(owner, name));
    }
    return new LuaScript(source.toString());
  }

  private static String read(Class<?> owner, String name) {
    try (InputStream file = owner.getResourceAsStream(name + ".lua")) {
      if (file == null) {
        throw new IllegalStateException("no script " + name + ".lua on the class path");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole text. */
  public String source() {
    return source;
  }

  /** Sends the hash. If the server does not know it, sends the text for this call. */
  public <T> CompletionStage<T> run(Call<T> call) {
    return call.send(CommandType.EVALSHA, sha1)
        .exceptionallyCompose(
            error ->
                error instanceof RedisNoScriptException
                    ? call.send(CommandType.EVAL, source)
                    : CompletableFuture.failedFuture(error));
  }
}
