package io.eventpipeline.testbed.parallel;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes the effects of events. All threads share one connection, which pipelines their calls. */
final class EventEffects implements AutoCloseable {
  private static final String RETENTION_MS = "86400000";

  private final RedisClient client;
  private final RedisAsyncCommands<String, String> redis;
  private final String script;

  EventEffects(String uri) throws IOException {
    client = RedisClient.create(uri);
    StatefulRedisConnection<String, String> connection = client.connect();
    redis = connection.async();
    script = connection.sync().scriptLoad(text());
  }

  private static String text() throws IOException {
    try (InputStream in = EventEffects.class.getResourceAsStream("effects.lua")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Sends the effects of all events in one call.
   *
   * @return how many of them were final before, once Redis has answered
   */
  RedisFuture<Long> write(List<ReadEvent> events) {
    List<String> keys = new ArrayList<>(2 * events.size());
    List<String> args = new ArrayList<>(1 + 3 * events.size());
    args.add(RETENTION_MS);
    for (ReadEvent event : events) {
      keys.add("event:" + event.id());
      keys.add("order:" + event.userId());
      args.add(event.userId());
      args.add(event.type());
      args.add(event.seq());
    }
    return redis.evalsha(
        script, ScriptOutputType.INTEGER, keys.toArray(String[]::new), args.toArray(String[]::new));
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
