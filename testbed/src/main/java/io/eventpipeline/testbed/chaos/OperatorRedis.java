package io.eventpipeline.testbed.chaos;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Consumer;

/** Runs an operator's commands on one redis-server, past the proxy of the pipeline. */
final class OperatorRedis {
  private OperatorRedis() {}

  static void run(String uri, Consumer<RedisCommands<String, String>> commands) {
    RedisClient client = RedisClient.create(uri);
    try (var connection = client.connect()) {
      commands.accept(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
