package io.eventpipeline.push.outbox;

import io.eventpipeline.push.observe.PushMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.LuaScript;
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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the worker connected to Redis. It connects again whenever the connection breaks, stays
 * silent or leads to a server that takes no writes, and resolves the address each time. It repeats
 * no call. Threads: any; callers wait, so they are virtual threads.
 */
@Singleton
public final class OutboxConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxConnection.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** After a connection that lasted so long, the next one is tried at once. */
  private static final Duration LASTED = Duration.ofSeconds(5);

  private final Duration timeout;
  private final RedisClient client;
  private final RedisTrouble trouble;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable OutboxSession session;

  public OutboxConnection(RedisSettings settings, RedisClient client, Meters<PushMetric> meters) {
    this.client = client;
    timeout = settings.timeout();
    meters.gauge(PushMetric.REDIS_UP, this, one -> one.isUp() ? 1 : 0);
    trouble =
        new RedisTrouble(
            LOG,
            settings.address(),
            "Notifications wait, none is lost. Retrying at least once a second");
    client.setDefaultTimeout(timeout);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).keepAlive(true).build())
            .build());
  }

  /** Keeps connected until {@link #close}. Call once. */
  public void start() {
    Thread.ofVirtual().name("redis-connection").start(this::keepConnected);
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

  /** The connections; null while no server is there. */
  @Nullable OutboxSession session() {
    return session;
  }

  /** Runs a script and waits for its answer. */
  public RedisAnswer ask(LuaScript script, List<String> keys, List<String> args) {
    OutboxSession current = session;
    if (current == null) {
      return new RedisAnswer.Missing();
    }
    try {
      var answer = current.run(script, keys.toArray(String[]::new), args.toArray(String[]::new));
      return new RedisAnswer.Given(
          answer.toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      current.end("it has not answered for " + timeout.toMillis() + " ms");
    } catch (ExecutionException | CancellationException | RedisException e) {
      return conclude(current, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new RedisAnswer.Missing();
  }

  /** Acts on an error: one of the connection or the server concerns all calls. */
  RedisAnswer conclude(OutboxSession current, Throwable error) {
    ServerRefusal refusal = ServerRefusal.of(error);
    String why = ServerRefusal.explain(error);
    if (refusal == null && ServerRefusal.isAnswer(error)) {
      return new RedisAnswer.Refused(why);
    }
    if (refusal != null && refusal.remedy() == ServerRefusal.Remedy.WAIT) {
      trouble.reportPassing(why, timeout.multipliedBy(3));
    } else {
      current.end(why);
    }
    return new RedisAnswer.Missing();
  }

  private void keepConnected() {
    Duration wait = FIRST_WAIT;
    while (closed.getCount() > 0) {
      try {
        long since = SystemTime.nanos();
        useUntilItEnds(OutboxSession.connect(client, timeout));
        wait = SystemTime.nanos() - since > LASTED.toNanos() ? FIRST_WAIT : wait;
      } catch (RuntimeException e) {
        trouble.reportLasting(ServerRefusal.explain(e));
      }
      pause(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
  }

  private void useUntilItEnds(OutboxSession made) {
    trouble.end(made.server());
    warnOfEviction(made.server());
    session = made;
    String why = made.ended().join();
    session = null;
    made.end(why);
    trouble.reportLasting(why);
  }

  private static void warnOfEviction(RedisServerInfo server) {
    if (!server.maxMemoryPolicy().equals("noeviction")) {
      LOG.warn(
          "Redis has maxmemory-policy {}: it may evict notifications; set noeviction",
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
    OutboxSession current = session;
    if (current != null) {
      current.endAndWait("the service ends");
    }
  }
}
