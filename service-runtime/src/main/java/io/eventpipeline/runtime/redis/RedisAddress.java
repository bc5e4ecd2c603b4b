package io.eventpipeline.runtime.redis;

import io.lettuce.core.RedisURI;
import java.net.URI;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the address of Redis from {@code redis.uri}. */
final class RedisAddress {
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

  private RedisAddress() {}

  /**
   * Reads a URI; null if its hosts are unclear. Otherwise the client would take a misplaced
   * password for a host name, and log it at each attempt.
   */
  static @Nullable RedisURI find(String uri) {
    try {
      RedisURI parsed = RedisURI.create(URI.create(uri)); // as the framework does
      return namesItsHosts(parsed) ? parsed : null;
    } catch (IllegalArgumentException notOne) {
      return null; // drops the message, which quotes the URI
    }
  }

  /** The address for logs, without user, password and options. */
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
