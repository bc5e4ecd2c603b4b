package io.eventpipeline.runtime.redis;

import io.lettuce.core.RedisURI;
import java.net.URI;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where Redis is, as {@code redis.uri} says. */
final class RedisAddress {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

  private RedisAddress() {}

  /**
   * Reads a URI; null if it does not name its hosts clearly. The client would look for a host by
   * the name of a misplaced password, over and over, and say so each time.
   */
  static @Nullable RedisURI find(String uri) {
    try {
      RedisURI parsed = RedisURI.create(URI.create(uri)); // as the framework does
      return namesItsHosts(parsed) ? parsed : null;
    } catch (IllegalArgumentException notOne) {
      return null; // without its message, which quotes the URI
    }
  }

  /** The address as people read it: without user, password and options. */
  static String of(RedisURI uri) {
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
