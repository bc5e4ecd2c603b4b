package io.eventpipeline.runtime.redis;

import io.lettuce.core.RedisURI;
import java.util.stream.Collectors;

/** Where a Redis is, to be read by people: without user, password and options. */
public final class RedisAddress {
  private RedisAddress() {}

  public static String of(RedisURI uri) {
    if (!uri.getSentinels().isEmpty()) {
      return uri.getSentinels().stream()
          .map(RedisAddress::of)
          .collect(Collectors.joining(", ", "(Sentinels) ", ""));
    }
    return uri.getSocket() != null ? uri.getSocket() : uri.getHost() + ":" + uri.getPort();
  }
}
