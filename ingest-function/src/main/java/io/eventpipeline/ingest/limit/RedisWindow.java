package io.eventpipeline.ingest.limit;

import io.eventpipeline.contract.RedisKeys;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.Base16;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The windows in Redis, by limit.lua. Scripts of concurrent requests leave together: a thread of
 * its own flushes what has gathered. Threads: any.
 */
public final class RedisWindow implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisWindow.class);

  /** Users in one script, so that none holds Redis up for long. */
  private static final int MAX_USERS = 128;

  private static final long GATHER_NANOS = 200_000;
  private static final long RECONNECT_NANOS = 500_000_000;
  private static final String SCRIPT = read();
  private static final String SHA1 = Base16.digest(StringCodec.UTF8.encodeValue(SCRIPT));

  private final LimitSettings settings;
  private final RedisClient client;
  private final String process = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong calls = new AtomicLong();
  private final AtomicBoolean gathered = new AtomicBoolean();
  private final Thread flusher;
  private volatile boolean closed;
  private volatile @Nullable StatefulRedisConnection<String, String> connection;

  public RedisWindow(LimitSettings settings) {
    this.settings = settings;
    RedisURI uri = RedisURI.create(settings.uri());
    uri.setClientName("event-ingest");
    client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().keepAlive(true).build())
            .build());
    flusher = Thread.ofPlatform().name("limit-flush").daemon().start(this::keepFlushing);
  }

  /** Takes places; fails if Redis is away. */
  CompletionStage<Map<String, Share>> take(Map<String, Integer> demand) {
    StatefulRedisConnection<String, String> current = connection;
    if (current == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is away"));
    }
    List<String> users = List.copyOf(demand.keySet());
    List<CompletableFuture<Map<String, Share>>> parts = new ArrayList<>(1);
    for (int from = 0; from < users.size(); from += MAX_USERS) {
      parts.add(
          take(current, users.subList(from, Math.min(users.size(), from + MAX_USERS)), demand));
    }
    flushSoon();
    CompletableFuture<Map<String, Share>> all = parts.getFirst();
    for (CompletableFuture<Map<String, Share>> part : parts.subList(1, parts.size())) {
      all = all.thenCombine(part, RedisWindow::merge);
    }
    return all;
  }

  private static Map<String, Share> merge(Map<String, Share> into, Map<String, Share> part) {
    into.putAll(part);
    return into;
  }

  private CompletableFuture<Map<String, Share>> take(
      StatefulRedisConnection<String, String> current,
      List<String> users,
      Map<String, Integer> demand) {
    String[] keys = users.stream().map(RedisKeys::rate).toArray(String[]::new);
    String[] args = new String[3 + users.size()];
    args[0] = Integer.toString(settings.eventsPerSecond());
    args[1] = Long.toString(LimitSettings.WINDOW.toMillis());
    args[2] = process + Long.toString(calls.incrementAndGet(), 36) + "-";
    for (int i = 0; i < users.size(); i++) {
      args[3 + i] = Integer.toString(demand.getOrDefault(users.get(i), 0));
    }
    try {
      CompletionStage<List<Long>> answer =
          current.async().evalsha(SHA1, ScriptOutputType.MULTI, keys, args);
      return answer
          .exceptionallyCompose(error -> again(current, error, keys, args))
          .thenApply(reply -> shares(users, reply))
          .toCompletableFuture();
    } catch (RedisException rejected) {
      return CompletableFuture.failedFuture(rejected);
    }
  }

  /** A server that has forgotten the script gets its text, for this one call. */
  private CompletionStage<List<Long>> again(
      StatefulRedisConnection<String, String> current,
      Throwable error,
      String[] keys,
      String[] args) {
    if (!(error instanceof RedisNoScriptException)) {
      return CompletableFuture.failedFuture(error);
    }
    CompletionStage<List<Long>> answer =
        current.async().eval(SCRIPT, ScriptOutputType.MULTI, keys, args);
    flushSoon();
    return answer;
  }

  private static Map<String, Share> shares(List<String> users, List<Long> reply) {
    Map<String, Share> shares = new HashMap<>(users.size() * 2);
    for (int i = 0; i < users.size(); i++) {
      shares.put(users.get(i), new Share(reply.get(2 * i).intValue(), reply.get(2 * i + 1)));
    }
    return shares;
  }

  private void flushSoon() {
    if (gathered.compareAndSet(false, true)) {
      LockSupport.unpark(flusher);
    }
  }

  private void keepFlushing() {
    while (!closed) {
      StatefulRedisConnection<String, String> current = connection;
      if (current == null) {
        connect();
      } else if (gathered.compareAndSet(true, false)) {
        current.flushCommands();
        LockSupport.parkNanos(GATHER_NANOS);
      } else {
        LockSupport.parkNanos(RECONNECT_NANOS);
      }
    }
  }

  private void connect() {
    try {
      StatefulRedisConnection<String, String> made = client.connect();
      made.setAutoFlushCommands(false);
      connection = made;
    } catch (RedisException e) {
      LOG.warn(
          "Redis cannot be reached, users are limited by this process alone: {}", e.toString());
      LockSupport.parkNanos(RECONNECT_NANOS);
    }
  }

  private static String read() {
    try (InputStream file = RedisWindow.class.getResourceAsStream("limit.lua")) {
      if (file == null) {
        throw new IllegalStateException("no limit.lua on the class path");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(flusher);
    client.shutdown();
  }
}
