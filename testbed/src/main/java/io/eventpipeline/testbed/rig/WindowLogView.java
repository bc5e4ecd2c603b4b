package io.eventpipeline.testbed.rig;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.Collection;

/** Reads the window log as its contract describes it. */
public final class WindowLogView {
  private static final int LENGTH = 2;

  private WindowLogView() {}

  /** How many events the log holds, in all its seconds. */
  public static long count(String uri) {
    try (RedisView view = new RedisView(uri)) {
      return count(uri, view.keys("win:*"));
    }
  }

  private static long count(String uri, Collection<String> seconds) {
    RedisClient client = RedisClient.create(uri);
    try {
      RedisCommands<String, byte[]> redis =
          client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)).sync();
      return seconds.stream().mapToLong(second -> records(redis.get(second))).sum();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  /** Each record is the length of a user's id, two bytes, then the id. */
  private static long records(byte[] log) {
    long count = 0;
    for (int at = 0; at < log.length; count++) {
      at += LENGTH + ((log[at] & 255) << 8 | log[at + 1] & 255);
    }
    return count;
  }
}
