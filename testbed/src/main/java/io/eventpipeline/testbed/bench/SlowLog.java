package io.eventpipeline.testbed.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;

/** The longest single command of a Redis since this was opened, by its slow log. One thread. */
final class SlowLog implements AutoCloseable {
  private static final String NOTED_MICROS = "100";
  private static final int MOST = 10_000;
  private static final int SHOWN = 3;

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  SlowLog(String redis) {
    client = RedisClient.create(redis);
    connection = client.connect();
    var noted = connection.sync().configSet("slowlog-log-slower-than", NOTED_MICROS);
    var length = connection.sync().configSet("slowlog-max-len", "" + MOST);
    var empty = connection.sync().slowlogReset();
  }

  /**
   * A command.
   *
   * @param words its name and first arguments
   */
  record Slow(long micros, String words) {}

  /** The longest commands, the longest one first. */
  List<Slow> longest() {
    return connection.sync().slowlogGet(MOST).stream()
        .map(entry -> (List<?>) entry)
        .map(entry -> new Slow((Long) entry.get(2), words((List<?>) entry.get(3))))
        .filter(slow -> !slow.words().startsWith("SLOWLOG"))
        .sorted((one, other) -> Long.compare(other.micros(), one.micros()))
        .limit(SHOWN)
        .toList();
  }

  private static String words(List<?> arguments) {
    return String.join(" ", arguments.stream().limit(4).map(String::valueOf).toList());
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
