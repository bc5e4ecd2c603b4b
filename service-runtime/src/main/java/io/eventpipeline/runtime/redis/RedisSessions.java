package io.eventpipeline.runtime.redis;

import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a service connected to Redis, one session after another. It makes the next one when the
 * connection breaks, or when the service ends the session: because the server hangs, or takes no
 * writes. It resolves the address each time. It never repeats a call: only the caller knows whether
 * it still wants the answer. Threads: any.
 *
 * @param <S> what the service makes of a session
 */
public final class RedisSessions<S> implements AutoCloseable {
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  /** After a session that lasted so long, the next one is tried at once. */
  private static final Duration LASTED = Duration.ofSeconds(5);

  private final RedisClient client;
  private final Duration timeout;
  private final RedisTrouble trouble;
  private final Function<RedisSession, S> setUp;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Open<S> open;

  private record Open<S>(RedisSession redis, S session) {}

  /**
   * Sets up the client; {@link #start} connects. Commands have no timeout of their own: one that
   * waits behind others is not late.
   *
   * @param setUp makes the service's session, before anybody else has it. If it throws, the server
   *     is of no use, and another try follows.
   */
  public RedisSessions(
      RedisSettings settings,
      RedisClient client,
      RedisTrouble trouble,
      Function<RedisSession, S> setUp) {
    this.client = client;
    this.trouble = trouble;
    this.setUp = setUp;
    timeout = settings.timeout();
    client.setDefaultTimeout(timeout);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).keepAlive(true).build())
            .build());
  }

  /**
   * Keeps connected until {@link #close}. Call once.
   *
   * @param connected runs once a server is there, on the thread that connects
   * @param disconnected runs once it is gone, on the same thread: missing answers will not come
   */
  public void start(Consumer<RedisServerInfo> connected, Runnable disconnected) {
    Thread.ofVirtual().name("redis-connection").start(() -> keepConnected(connected, disconnected));
  }

  /** The session of now; null while no server is there. It may have ended a moment ago. */
  public @Nullable S current() {
    Open<S> now = open;
    return now == null ? null : now.session();
  }

  /** True while a server answers and refuses nothing. */
  public boolean isUp() {
    return open != null && trouble.now() == null;
  }

  /** Why Redis is not up; empty while it is. */
  public String trouble() {
    String why = trouble.now();
    return why != null ? why : isUp() ? "" : "not connected yet";
  }

  /**
   * Acts on a refusal of all calls: ends the session, or notes the trouble if it may pass.
   *
   * @return false if the error is none, so that it concerns one call or the connection
   */
  public boolean conclude(RedisSession asked, Throwable error) {
    ServerRefusal refusal = ServerRefusal.of(error);
    if (refusal == null) {
      return false;
    }
    switch (refusal.remedy()) {
      case RECONNECT -> asked.end(ServerRefusal.explain(error));
      case WAIT -> trouble.reportPassing(ServerRefusal.explain(error), timeout.multipliedBy(3));
    }
    return true;
  }

  private void keepConnected(Consumer<RedisServerInfo> connected, Runnable disconnected) {
    Duration wait = FIRST_WAIT;
    while (closed.getCount() > 0) {
      try {
        long since = SystemTime.nanos();
        useUntilItEnds(connect(), connected, disconnected);
        wait = SystemTime.nanos() - since > LASTED.toNanos() ? FIRST_WAIT : wait;
      } catch (RuntimeException e) {
        trouble.reportLasting(ServerRefusal.explain(e));
      }
      pause(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }
  }

  private Open<S> connect() {
    RedisSession redis = RedisSession.connect(client, timeout);
    try {
      return new Open<>(redis, setUp.apply(redis));
    } catch (RuntimeException e) {
      redis.end("the service cannot use it");
      throw e;
    }
  }

  private void useUntilItEnds(
      Open<S> made, Consumer<RedisServerInfo> connected, Runnable disconnected) {
    RedisServerInfo server = made.redis().server();
    trouble.end(server);
    open = made;
    connected.accept(server);
    String why = made.redis().ended().join();
    made.redis().end(why);
    trouble.reportLasting(why);
    open = null;
    disconnected.run();
  }

  private void pause(Duration wait) {
    try {
      boolean ignored = closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closed.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the session. Whoever made the client ends that. */
  @Override
  public void close() {
    closed.countDown();
    trouble.silence();
    Open<S> last = open;
    if (last != null) {
      last.redis().endAndWait("the service ends");
    }
  }
}
