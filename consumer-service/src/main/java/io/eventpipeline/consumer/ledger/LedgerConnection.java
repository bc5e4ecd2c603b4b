package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.eventpipeline.runtime.redis.RedisTrouble;
import io.eventpipeline.runtime.redis.ServerRefusal;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
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
 * The connection to Redis. It connects again whenever the connection breaks, hangs or leads to a
 * server that takes no writes, and resolves the address each time. It never repeats a call: only
 * the caller knows whether it still wants the answer.
 */
@Singleton
public final class LedgerConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerConnection.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** After a connection that lasted so long, the next one is tried at once. */
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
    meters.gauge(ConsumerMetric.REDIS_UP, this, c -> c.isUp() ? 1 : 0);
    timeout = settings.timeout();
    trouble =
        new RedisTrouble(
            LOG, settings.address(), "Events wait, none is lost. Retrying at least once a second");
    client.setDefaultTimeout(timeout);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            // A script that waits behind others is not late: only a silent server is, see watch().
            .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).keepAlive(true).build())
            .build());
  }

  /** Keeps connected until {@link #close}. Call once. */
  public void start(Listener listener) {
    Thread.ofVirtual().name("redis-connection").start(() -> keepConnected(listener));
  }

  /** True while a server takes our scripts. */
  public boolean isUp() {
    return session != null && trouble.now() == null;
  }

  /** Why the connection is not up; empty while it is. */
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
      return current
          .run(script, keys, args)
          .whenComplete((value, error) -> conclude(current, error));
    } catch (RedisException e) { // it closed a moment ago
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Acts on a refusal that concerns all calls, not just one. */
  private void conclude(RedisSession current, @Nullable Throwable error) {
    ServerRefusal refusal = error == null ? null : ServerRefusal.of(error);
    if (error == null || refusal == null) {
      return;
    }
    switch (refusal.remedy()) {
      case RECONNECT -> current.end(ServerRefusal.explain(error));
      case WAIT -> trouble.reportPassing(ServerRefusal.explain(error), timeout.multipliedBy(3));
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
   * Ends a connection on which answers are overdue. Also notices within twice the timeout that an
   * idle server is silent or takes no writes any more. Call now and then.
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
      current.probe(timeout.toNanos(), error -> conclude(current, error));
    } catch (RedisException e) { // it closed a moment ago
      current.end(ServerRefusal.explain(e));
    }
  }

  /** Has Redis compact its append-only file, so that it never applies a torn end of it twice. */
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
        long since = SystemTime.nanos();
        useUntilItEnds(RedisSession.connect(client, timeout, meters), listener);
        wait = SystemTime.nanos() - since > LASTED.toNanos() ? FIRST_WAIT : wait;
      } catch (RuntimeException e) {
        trouble.reportLasting(ServerRefusal.explain(e));
      }
      pause(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
  }

  private void useUntilItEnds(RedisSession made, Listener listener) {
    trouble.end(made.server());
    warnOfEviction(made.server());
    session = made;
    listener.connected(made.server());
    String why = made.ended().join();
    made.end(why);
    trouble.reportLasting(why);
    session = null;
    listener.disconnected();
  }

  private static void warnOfEviction(RedisServerInfo server) {
    if (!server.maxMemoryPolicy().equals("noeviction")) {
      LOG.warn(
          "Redis has maxmemory-policy {}: it may evict the results of events; set noeviction",
          server.maxMemoryPolicy());
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

  /** Ends the connection. Whoever made the client ends that. */
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
