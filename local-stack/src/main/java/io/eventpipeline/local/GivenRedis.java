package io.eventpipeline.local;

import io.lettuce.core.RedisURI;
import java.util.regex.Pattern;

/** A Redis that a person gives by its URI. It has a password perhaps, so nobody shows the URI. */
public final class GivenRedis {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

  private GivenRedis() {}

  /**
   * Takes only what names its host clearly: the client would look for a host by the name of a
   * misplaced password, and say so.
   *
   * @throws IllegalStateException without the URI, and without a cause that quotes it
   */
  public static RedisURI parse(String uri) {
    try {
      RedisURI parsed = RedisURI.create(uri);
      String host = parsed.getHost();
      if (host == null || HOST.matcher(host).matches()) {
        return parsed;
      }
    } catch (IllegalArgumentException notOne) {
      // Its message quotes the URI, so it goes no further.
    }
    throw new IllegalStateException(
        "--redis must be a URI like redis://:PASSWORD@HOST:PORT, other characters of the password"
            + " as %XX");
  }
}
