package io.eventpipeline.admin;

import io.eventpipeline.admin.audit.Audit;
import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetters;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.admin.replay.ReplayJobs;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** A Redis of its own, dead letters as the consumer writes them, and what works on them. */
public final class AdminRig implements AutoCloseable {
  public static final Operator ANN = new Operator("ann", "operator", "127.0.0.1");

  public final KeySpace space = new KeySpace("");
  public final LocalRedis server;
  public final AdminRedis redis;
  public final DeadLetters letters;
  public final ReplayJobs jobs;
  public final Audit audit;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  public AdminRig(Path dir) {
    server = LocalRedis.start(dir, 0);
    client = RedisClient.create(server.uri());
    connection = client.connect();
    redis = new AdminRedis(connection, Duration.ofSeconds(5));
    letters = new DeadLetters(redis, space);
    jobs = new ReplayJobs(redis, space, letters);
    audit = new Audit(redis);
  }

  public RedisCommands<String, String> commands() {
    return connection.sync();
  }

  /** An event of this user and type failed. */
  public void fail(String id, String userId, String type, String errorClass) {
    fail(
        id,
        userId,
        type,
        errorClass,
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":{\"n\":1},\"timestamp\":5}"
            .formatted(id, userId, type));
  }

  /** As settle.lua does. */
  public void fail(String id, String userId, String type, String errorClass, String record) {
    Map<String, String> entry = new HashMap<>();
    entry.put("eventId", id);
    entry.put("userId", userId);
    entry.put("type", type);
    entry.put("errorClass", errorClass);
    entry.put("error", "boom");
    entry.put("stackTrace", "at x");
    entry.put("attempts", "3");
    entry.put("queuedAt", Long.toString(redis.millis()));
    entry.put("recordTimestamp", "4");
    entry.put("payload", record);
    entry.put("encoding", "utf8");
    entry.put("topic", "events");
    entry.put("partition", "0");
    entry.put("offset", "7");
    if (!commands().hexists(space.dlq(id), "eventId")) {
      commands().rpush(space.dlqList(), id);
    }
    commands().hset(space.dlq(id), entry);
    commands().hset(space.event(id), Map.of("status", "failed", "userId", userId));
  }

  /** As replay-settle.lua does with what was processed. */
  public void settleProcessed(String id) {
    commands().del(space.dlq(id));
    commands().lrem(space.dlqList(), 1, id);
    commands().hset(space.event(id), Map.of("status", "processed"));
  }

  /** As replay-settle.lua does with what failed again. */
  public void settleFailed(String id) {
    commands().hdel(space.dlq(id), "replayToken", "replayState", "replayAt", "replayBy", "silent");
    commands()
        .hset(
            space.dlq(id),
            Map.of(
                "errorClass",
                "Again",
                "error",
                "boom again",
                "queuedAt",
                Long.toString(redis.millis())));
    commands().lrem(space.dlqList(), 1, id);
    commands().rpush(space.dlqList(), id);
  }

  /** The list has each dead letter once, and nothing else. */
  public void requireWholeList() {
    List<String> listed = commands().lrange(space.dlqList(), 0, -1);
    List<String> entries =
        commands().keys("dlq:*").stream()
            .map(key -> key.substring("dlq:".length()))
            .filter(id -> !id.equals("list"))
            .toList();
    Assertions.assertThat(listed).containsExactlyInAnyOrderElementsOf(entries);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    server.close();
  }
}
