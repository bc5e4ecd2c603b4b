package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.LocalRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Three Sentinels that watch a Redis and its replica. Threads: one at a time. */
final class Sentinels {
  private static final String NAME = "pipeline";
  private static final int COUNT = 3;

  private final List<LocalRedis> all = new ArrayList<>();

  /**
   * Starts them, and waits until each knows the others and the replica.
   *
   * @param primary with a replica that follows it
   */
  Sentinels(Path dir, LocalRedis primary) {
    for (int i = 0; i < COUNT; i++) {
      all.add(
          LocalRedis.startSentinel(
              dir.resolve("sentinel-" + (i + 1)),
              "sentinel monitor %s 127.0.0.1 %d 2".formatted(NAME, primary.port()),
              "sentinel down-after-milliseconds " + NAME + " 1000",
              "sentinel failover-timeout " + NAME + " 10000"));
    }
    Waiting.until("the Sentinels to know all", Duration.ofMinutes(1), this::allKnowAll);
  }

  private boolean allKnowAll() {
    return all.stream()
        .allMatch(
            one -> {
              var state = ask(one, client -> client.master(NAME));
              return "2".equals(state.get("num-other-sentinels"))
                  && "1".equals(state.get("num-slaves"));
            });
  }

  /** Where the services find the primary. */
  String uri() {
    return all.stream()
        .map(one -> "127.0.0.1:" + one.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "#" + NAME));
  }

  /** Port of the primary that the first Sentinel names. */
  int primaryPort() {
    InetSocketAddress address =
        (InetSocketAddress) ask(all.getFirst(), client -> client.getMasterAddrByName(NAME));
    return address.getPort();
  }

  private static <T> T ask(
      LocalRedis sentinel, Function<RedisSentinelCommands<String, String>, T> question) {
    RedisClient client = RedisClient.create();
    try (var connection = client.connectSentinel(RedisURI.create("127.0.0.1", sentinel.port()))) {
      return question.apply(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  void kill() {
    all.forEach(LocalRedis::kill);
  }
}
