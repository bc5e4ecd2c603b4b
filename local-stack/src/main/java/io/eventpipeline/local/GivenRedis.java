package io.eventpipeline.local;

import io.lettuce.core.RedisURI;
import java.util.regex.Pattern;

/** Parses a Redis URI given by a person. It may hold a password, so no message shows it. */
public final class GivenRedis {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

  private GivenRedis() {}

  /**
   * Accepts only URIs with a clear host name. Otherwise the client might take a misplaced password
   * for a host name and print it.
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
      // Its message quotes the URI, so it is not passed on.
    }
    throw new IllegalStateException(
        "--redis must be a URI like redis://:PASSWORD@HOST:PORT; write special characters of the"
            + " password as %XX");
  }
}
