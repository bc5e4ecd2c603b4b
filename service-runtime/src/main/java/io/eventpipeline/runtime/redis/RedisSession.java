package io.eventpipeline.runtime.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to a server that the pipeline can use, as long as all of them last. {@link
 * RedisSessions} makes it, and closes it once it has ended. Threads: any.
 */
public final class RedisSession {
  private static final Logger LOG = LoggerFactory.getLogger(RedisSession.class);

  private final RedisClient client;
  private final Duration timeout;
  private final StatefulRedisConnection<String, String> connection;
  private final RedisServerInfo server;
  private final List<StatefulRedisConnection<?, ?>> all = new CopyOnWriteArrayList<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Void> disconnected = new CompletableFuture<>();

  private RedisSession(
      RedisClient client,
      Duration timeout,
      StatefulRedisConnection<String, String> connection,
      RedisServerInfo server) {
    this.client = client;
    this.timeout = timeout;
    this.connection = connection;
    this.server = server;
  }

  /**
   * Connects, and asks the server what it is.
   *
   * @param timeout the longest time that the server may take for an answer
   * @throws RuntimeException if it does not answer, or is of no use
   */
  static RedisSession connect(RedisClient client, Duration timeout) {
    StatefulRedisConnection<String, String> connection = client.connect(StringCodec.UTF8);
    try {
      RedisServerInfo server = RedisServerInfo.parse(await(connection.async().info(), timeout));
      String obstacle = server.obstacle();
      if (obstacle != null) {
        throw new IllegalStateException(obstacle);
      }
      RedisSession session = new RedisSession(client, timeout, connection, server);
      session.endWith(connection);
      return session;
    } catch (RuntimeException e) {
      connection.closeAsync();
      throw e;
    }
  }

  private static <T> T await(CompletionStage<T> answer, Duration timeout) {
    return answer.toCompletableFuture().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private void endWith(StatefulRedisConnection<?, ?> one) {
    all.add(one);
    one.addListener(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> gone) {
            ended.complete("the connection broke");
          }
        });
    if (!one.isOpen()) {
      ended.complete("the connection broke");
    }
  }

  public RedisServerInfo server() {
    return server;
  }

  /** The connection to the server. */
  public StatefulRedisConnection<String, String> connection() {
    return connection;
  }

  /**
   * Makes one more connection, for commands that wait. The session ends with it too.
   *
   * @throws RuntimeException if it cannot
   */
  public StatefulRedisConnection<String, String> connectAgain() {
    return connectAgain(StringCodec.UTF8);
  }

  /** As {@link #connectAgain()}, for values that are no text. */
  public <V> StatefulRedisConnection<String, V> connectAgain(RedisCodec<String, V> codec) {
    StatefulRedisConnection<String, V> one = client.connect(codec);
    endWith(one);
    return one;
  }

  /**
   * Waits for an answer, as long as a server may take for one.
   *
   * @throws RuntimeException with the server's error, or if none comes in time
   */
  public <T> T await(CompletionStage<T> answer) {
    return await(answer, timeout);
  }

  /**
   * Makes sure that the server takes writes of scripts. Warns if it may evict what was written.
   *
   * @param key one that never exists, with a prefix that the service may write
   * @param kept what the service writes, such as "the results of events"
   * @throws RuntimeException with the server's refusal
   */
  public void proveWrites(String key, String kept) {
    Object ignored = await(WriteTrial.ask(connection.async(), key));
    if (!server.maxMemoryPolicy().equals("noeviction")) {
      LOG.warn(
          "Redis has maxmemory-policy {}: it may evict {}; set noeviction",
          server.maxMemoryPolicy(),
          kept);
    }
  }

  /** Completes with the reason once the session is of no more use. */
  CompletableFuture<String> ended() {
    return ended;
  }

  /** Ends the session; missing answers will not come. */
  public void end(String why) {
    ended.complete(why);
    if (closed.compareAndSet(false, true)) {
      CompletableFuture.allOf(
              all.stream()
                  .map(StatefulRedisConnection::closeAsync)
                  .toArray(CompletableFuture[]::new))
          .whenComplete((each, error) -> disconnected.complete(null));
    }
  }

  /** Ends the session and waits until its connections are closed, for a second at most. */
  void endAndWait(String why) {
    end(why);
    ConnectionEnd.await(disconnected);
  }
}
