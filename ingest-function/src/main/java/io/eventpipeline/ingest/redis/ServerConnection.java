package io.eventpipeline.ingest.redis;

import io.eventpipeline.runtime.redis.ConnectionEnd;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.RedisTrouble;
import io.eventpipeline.runtime.redis.ServerRefusal;
import io.eventpipeline.runtime.redis.ServerRefusal.Remedy;
import io.eventpipeline.runtime.redis.WriteTrial;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that has been examined. Whenever a connection is made, by us or by the
 * client that heals a broken one, the server must be a primary that accepts writes. Otherwise this
 * class looks the address up and tries again, twice a second. Threads: any.
 */
final class ServerConnection implements AutoCloseable {
  /** Why there is no connection, while the client heals it. */
  static final String BROKE = "the connection broke";

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** The window of a user that cannot exist. */
  private static final String NO_KEY = new KeySpace("").rate("");

  private final RedisClient client;
  private final long examMs;
  private final RedisTrouble trouble;
  private final Runnable connected;
  private final AtomicReference<@Nullable StatefulRedisConnection<String, String>> current =
      new AtomicReference<>();
  private volatile boolean closed;
  private volatile boolean wasFit;
  private volatile @Nullable String unfit;

  /**
   * @param examTime how long a server may take to prove that it works
   * @param connected runs whenever a server has proved that it works
   */
  ServerConnection(
      RedisClient client, Duration examTime, RedisTrouble trouble, Runnable connected) {
    this.client = client;
    this.examMs = examTime.toMillis();
    this.trouble = trouble;
    this.connected = connected;
  }

  /** Queues commands until they are flushed; null while there is no server. */
  @Nullable StatefulRedisConnection<String, String> current() {
    return current.get();
  }

  /**
   * Why this process can never work with the server that it was started with; null if it can, or
   * once did.
   */
  @Nullable String unfit() {
    return wasFit ? null : unfit;
  }

  /** Closes a connection to a useless server, and looks for another. */
  void replace(StatefulRedisConnection<String, String> useless, String why) {
    if (current.compareAndSet(useless, null)) {
      trouble.reportLasting(why);
      useless.closeAsync();
      start();
    }
  }

  /** Looks for a server until it finds one. */
  void start() {
    Thread.ofPlatform().name("redis-connect").daemon().start(this::connect);
  }

  private void connect() {
    while (!closed && !tryConnect()) {
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  private boolean tryConnect() {
    StatefulRedisConnection<String, String> made = null;
    try {
      made = client.connect();
      made.setAutoFlushCommands(false);
      RedisServerInfo server = examine(made).orTimeout(examMs, TimeUnit.MILLISECONDS).join();
      current.set(made);
      watch(made);
      accept(server);
      return true;
    } catch (RedisException | CompletionException e) {
      trouble.reportLasting(ServerRefusal.explain(e));
      if (made != null && !closed) {
        made.closeAsync();
      }
      return false;
    }
  }

  private void accept(RedisServerInfo server) {
    wasFit = true;
    trouble.end(server);
    connected.run();
  }

  /** Fails with the reason if we cannot use the server. */
  private CompletableFuture<RedisServerInfo> examine(StatefulRedisConnection<String, String> made) {
    RedisAsyncCommands<String, String> redis = made.async();
    var info = redis.info().toCompletableFuture().handle(this::read);
    var trial =
        WriteTrial.ask(redis, NO_KEY).toCompletableFuture().handle(ServerConnection::judgeTrial);
    made.flushCommands();
    return info.thenCombine(trial, (server, tried) -> server);
  }

  private RedisServerInfo read(@Nullable String info, @Nullable Throwable error) {
    if (error != null && ServerRefusal.of(error) != ServerRefusal.PERMISSION) {
      throw new CompletionException(error);
    }
    RedisServerInfo server = RedisServerInfo.parse(info == null ? "" : info);
    unfit = server.unfit();
    String obstacle = server.obstacle();
    if (obstacle != null) {
      throw new RedisException(obstacle);
    }
    return server;
  }

  /** A refusal that the same server may lift later is no reason to look for another. */
  private static boolean judgeTrial(@Nullable Object written, @Nullable Throwable error) {
    ServerRefusal refusal = error == null ? null : ServerRefusal.of(error);
    if (error != null && (refusal == null || refusal.remedy() == Remedy.RECONNECT)) {
      throw new CompletionException(error);
    }
    return error == null;
  }

  /** A healed connection may lead to another server, so it is examined again. */
  private void watch(StatefulRedisConnection<String, String> made) {
    made.addListener(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> broken) {
            if (made == current.get()) {
              trouble.reportLasting(BROKE);
            }
          }

          @Override
          public void onRedisConnected(RedisChannelHandler<?, ?> healed, SocketAddress server) {
            var unused =
                examine(made)
                    .orTimeout(examMs, TimeUnit.MILLISECONDS)
                    .whenComplete((fit, error) -> healed(made, fit, error));
          }
        });
  }

  private void healed(
      StatefulRedisConnection<String, String> made,
      @Nullable RedisServerInfo server,
      @Nullable Throwable error) {
    if (!made.isOpen()) {
      return; // it broke again, and the client heals it again
    }
    if (error != null) {
      replace(made, ServerRefusal.explain(error));
    } else if (server != null) {
      accept(server);
    }
  }

  @Override
  public void close() {
    closed = true;
    StatefulRedisConnection<String, String> last = current.getAndSet(null);
    if (last != null) {
      ConnectionEnd.await(last.closeAsync());
    }
  }
}
