package io.eventpipeline.testbed.rig;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of push notifications in Redis, as an operator and the apps see them. Threads: any. */
public final class OutboxView implements AutoCloseable {
  private static final String OUTBOX = "outbox:push";
  private static final String RETRIES = "push:retry";
  private static final String DEAD = "push:dlq";
  private static final String GROUP = "workers";

  /** One call, because retries move from one key to the other. */
  private static final String UNFINISHED =
      "return redis.call('XLEN', KEYS[1]) + redis.call('ZCARD', KEYS[2])";

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  public OutboxView(String uri) {
    client = RedisClient.create(uri);
    connection = client.connect();
  }

  /** Registers devices of a user, as an app's backend does. */
  public void addDevices(String user, String... tokens) {
    long ignored = redis().sadd("fcm:tokens:" + user, tokens);
  }

  /** The tokens of a user's devices. */
  public Set<String> devices(String user) {
    return redis().smembers("fcm:tokens:" + user);
  }

  /** Sets the token of an app that keeps only one for its user. */
  public void setDevice(String user, String token) {
    String ignored = redis().set("fcm:token:" + user, token);
  }

  /** What {@link #setDevice} has set; empty if it is gone. */
  public String device(String user) {
    String token = redis().get("fcm:token:" + user);
    return token == null ? "" : token;
  }

  /** Notifications that are not finished, retries included. */
  public long unfinished() {
    Long count = redis().eval(UNFINISHED, ScriptOutputType.INTEGER, OUTBOX, RETRIES);
    return count;
  }

  /** Waits until every notification is finished. */
  public void awaitFinished(Duration bound) {
    Waiting.until("the notifications to be finished", bound, () -> unfinished() == 0);
  }

  /** The field {@code d} of each entry of the outbox: {@code attempt|id|json}. */
  public List<String> waiting() {
    return bodies(OUTBOX).stream().map(entry -> entry.getOrDefault("d", "")).toList();
  }

  /** What waits for another attempt: {@code attempt|id|json}. */
  public List<String> retries() {
    return redis().zrange(RETRIES, 0, -1);
  }

  /** How many entries are in the hands of workers. 0 if there is no group. */
  public long inHand() {
    try {
      return redis().xpending(OUTBOX, GROUP).getCount();
    } catch (RedisCommandExecutionException noGroup) {
      return 0;
    }
  }

  /** The fields of each dead notification, oldest first. */
  public List<Map<String, String>> deadLetters() {
    return bodies(DEAD);
  }

  /** The hash {@code push:stats}. */
  public Map<String, String> stats() {
    return redis().hgetall("push:stats");
  }

  /** {@code push:sent:ID} of each notification that has it, by id. */
  public Map<String, String> marks(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<String, String> marks = new LinkedHashMap<>();
    String prefix = "push:sent:";
    String[] keys = ids.stream().map(id -> prefix + id).toArray(String[]::new);
    redis()
        .mget(keys)
        .forEach(
            mark ->
                mark.ifHasValue(
                    value -> marks.put(mark.getKey().substring(prefix.length()), value)));
    return marks;
  }

  private List<Map<String, String>> bodies(String stream) {
    return redis().xrange(stream, Range.unbounded(), Limit.unlimited()).stream()
        .map(StreamMessage::getBody)
        .toList();
  }

  private RedisCommands<String, String> redis() {
    return connection.sync();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
