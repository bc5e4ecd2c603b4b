package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.eventpipeline.runtime.redis.RedisTrouble;
import io.eventpipeline.runtime.redis.ServerRefusal;
import io.eventpipeline.runtime.redis.WriteTrial;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.RedisException;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to Redis, made anew whenever it breaks, hangs or leads to a server that does not
 * take writes. Each time the address is looked up again. Nothing is sent again by itself: an answer
 * that does not come is the caller's to ask for, because only the caller knows whether it still
 * wants it.
 */
@Singleton
public final class LedgerConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerConnection.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** A server that was used for so long is worth to be tried again at once. */
  private static final Duration LASTED = Duration.ofSeconds(5);

  private final Duration timeout;
  private final Meters<ConsumerMetric> meters;
  private final RedisClient client;
  private final RedisTrouble trouble;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable RedisSession session;

  /** Hears of the connection, on the connection's own thread. */
  public interface Listener {
    /** A server is there; nothing was sent to it yet. */
    void connected(RedisServerInfo server);

    /** The server is gone: missing answers will not come. */
    void disconnected();
  }

  public LedgerConnection(
      RedisSettings settings, RedisClient client, Meters<ConsumerMetric> meters) {
    this.client = client;
    this.meters = meters;
    meters.gauge(ConsumerMetric.REDIS_UP, this, link -> link.isUp() ? 1 : 0);
    timeout = settings.timeout();
    trouble =
        new RedisTrouble(
            LOG,
            settings.address(),
            "Events wait, none is lost. It is tried again, at least once a second");
    client.setDefaultTimeout(timeout);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            // A script that waits behind others is not late: only a silent server is, see watch().
            .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).keepAlive(true).build())
            .build());
  }

  /** Begins to connect, and goes on until {@link #close}. Call once. */
  public void start(Listener listener) {
    Thread.ofVirtual().name("redis-link").start(() -> keepConnected(listener));
  }

  /** True while a server is there that takes our scripts. */
  public boolean isUp() {
    return session != null && trouble.now() == null;
  }

  /** Why the link is not up; empty while it is. */
  public String trouble() {
    String why = trouble.now();
    return why != null ? why : isUp() ? "" : "not connected yet";
  }

  /** Queues a script until {@link #flush}; fails at once while no server is there. */
  CompletionStage<List<Object>> run(Script script, String[] keys, String[] args) {
    RedisSession current = session;
    if (current == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is away"));
    }
    try {
      return current.run(script, keys, args).whenComplete((value, error) -> heard(current, error));
    } catch (RedisException e) { // it closed a moment ago
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Draws the conclusion if a server refuses more than one call. */
  private void heard(RedisSession current, @Nullable Throwable error) {
    ServerRefusal refusal = error == null ? null : ServerRefusal.of(error);
    if (error == null || refusal == null) {
      return;
    }
    switch (refusal.remedy()) {
      case RECONNECT -> current.end(ServerRefusal.explain(error));
      case WAIT -> trouble.passes(ServerRefusal.explain(error), timeout.multipliedBy(3));
    }
  }

  /** Sends what is queued. */
  public void flush() {
    RedisSession current = session;
    if (current != null) {
      try {
        current.flush();
      } catch (RedisException e) {
        current.end(ServerRefusal.explain(e));
      }
    }
  }

  /**
   * Ends a connection on which answers are overdue. A server that is silent, or takes no writes any
   * more, while nobody asks it anything is found out too, within twice the timeout. Call now and
   * then.
   */
  public void watch() {
    RedisSession current = session;
    if (current == null) {
      return;
    }
    if (current.isStuck(timeout.toNanos())) {
      current.end("it has not answered for " + timeout.toMillis() + " ms");
      return;
    }
    try {
      current.probe(timeout.toNanos(), error -> heard(current, error));
    } catch (RedisException e) { // it closed a moment ago
      current.end(ServerRefusal.explain(e));
    }
  }

  /** Compacts the append-only file, so that a torn tail is not applied twice. */
  public void rewriteAppendOnlyFile() {
    RedisSession current = session;
    if (current != null && current.server().appendOnly()) {
      current.rewriteAppendOnlyFile();
    }
  }

  private void keepConnected(Listener listener) {
    Duration wait = FIRST_WAIT;
    while (closed.getCount() > 0) {
      try {
        RedisSession made = connect();
        long since = SystemTime.nanos();
        trouble.over(made.server());
        session = made;
        listener.connected(made.server());
        String why = made.ended().join();
        made.end(why);
        trouble.lasts(why);
        session = null;
        listener.disconnected();
        wait = SystemTime.nanos() - since > LASTED.toNanos() ? FIRST_WAIT : wait;
      } catch (RuntimeException e) {
        trouble.lasts(ServerRefusal.explain(e));
      }
      pause(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
  }

  private RedisSession connect() {
    StatefulRedisConnection<String, String> connection = client.connect(StringCodec.UTF8);
    try {
      RedisServerInfo server = RedisServerInfo.parse(connection.sync().info());
      String obstacle = server.obstacle();
      if (obstacle != null) {
        throw new IllegalStateException(obstacle);
      }
      for (Script script : Script.values()) {
        connection.sync().scriptLoad(script.lua().source());
      }
      CompletableFuture<?> trial =
          WriteTrial.ask(connection.async(), RedisSession.NO_KEY).toCompletableFuture();
      var unused = trial.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
      connection.setAutoFlushCommands(false);
      RedisSession made = new RedisSession(connection, server, meters);
      connection.addListener(
          new RedisConnectionStateAdapter() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> gone) {
              made.ended().complete("the connection broke");
            }
          });
      if (!connection.isOpen()) {
        made.ended().complete("the connection broke");
      }
      return made;
    } catch (RuntimeException e) {
      connection.closeAsync();
      throw e;
    }
  }

  private void pause(Duration wait) {
    try {
      boolean ignored = closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closed.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the connection. The client is whoever made it to end. */
  @Override
  @PreDestroy
  public void close() {
    closed.countDown();
    trouble.silence();
    RedisSession current = session;
    if (current != null) {
      current.endAndWait("the service ends");
    }
  }
}
