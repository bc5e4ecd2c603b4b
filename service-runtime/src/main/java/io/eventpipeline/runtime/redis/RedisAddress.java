package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.config.Redacted;
import io.lettuce.core.RedisURI;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where Redis is, as {@code redis.uri} says. */
public final class RedisAddress {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

  private RedisAddress() {}

  /**
   * Takes only what names its hosts clearly: the client would look for a host by the name of a
   * misplaced password, over and over, and say so each time.
   *
   * @throws IllegalArgumentException naming the property, without the secrets in the URI
   */
  public static RedisURI parse(String uri) {
    try {
      RedisURI parsed = RedisURI.create(uri);
      if (namesItsHosts(parsed)) {
        return parsed;
      }
    } catch (IllegalArgumentException notOne) {
      // Its message quotes the URI, so it goes no further.
    }
    throw new IllegalArgumentException(
        "redis.uri must be a URI like redis://host:6379, with other characters of a password as"
            + " %XX: "
            + Redacted.uri(uri));
  }

  /** The address as people read it: without user, password and options. */
  public static String of(RedisURI uri) {
    if (!uri.getSentinels().isEmpty()) {
      return uri.getSentinels().stream()
          .map(RedisAddress::of)
          .collect(Collectors.joining(", ", "(Sentinels) ", ""));
    }
    return uri.getSocket() != null ? uri.getSocket() : uri.getHost() + ":" + uri.getPort();
  }

  private static boolean namesItsHosts(RedisURI uri) {
    return uri.getSocket() != null
        || (uri.getHost() == null || isHost(uri.getHost()))
            && uri.getSentinels().stream().allMatch(each -> isHost(each.getHost()));
  }

  private static boolean isHost(String name) {
    return HOST.matcher(name).matches();
  }
}
