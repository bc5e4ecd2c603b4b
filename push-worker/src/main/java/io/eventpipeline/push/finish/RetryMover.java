package io.eventpipeline.push.finish;

import io.eventpipeline.push.outbox.OutboxConnection;
import io.eventpipeline.push.outbox.OutboxKeys;
import io.eventpipeline.push.outbox.RedisAnswer;
import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that brings notifications back into the outbox when they are due. */
@Singleton
public final class RetryMover {
  private static final Logger LOG = LoggerFactory.getLogger(RetryMover.class);
  private static final LuaScript MOVE = LuaScript.beside(RetryMover.class, "move");
  private static final int MOST_AT_ONCE = 200;
  private static final Duration EVERY = Duration.ofMillis(100);

  private final OutboxConnection connection;
  private final OutboxKeys keys;
  private final OnceAMinute told = new OnceAMinute();
  private volatile boolean stopping;

  RetryMover(OutboxConnection connection, OutboxKeys keys) {
    this.connection = connection;
    this.keys = keys;
  }

  /** Moves until {@link #stop}. Call once. */
  public void start() {
    Thread.ofVirtual().name("retry-mover").start(this::run);
  }

  public void stop() {
    stopping = true;
  }

  private void run() {
    while (!stopping) {
      try {
        if (moveSome() == MOST_AT_ONCE) {
          continue;
        }
      } catch (RuntimeException bug) {
        LOG.error("the mover of retries failed; it goes on", bug);
      }
      SystemTime.sleep(EVERY.toNanos());
    }
  }

  private long moveSome() {
    KeySpace space = keys.space();
    RedisAnswer answer =
        connection.ask(
            MOVE,
            List.of(space.outboxPush(), space.pushRetry()),
            List.of(Integer.toString(MOST_AT_ONCE)));
    return switch (answer) {
      case RedisAnswer.Given reply -> reply.number(0);
      case RedisAnswer.Missing() -> 0;
      case RedisAnswer.Refused(String why) -> {
        if (told.mayTell(why, SystemTime.nanos())) {
          LOG.error("Notifications cannot be retried: {}. Remove the key that is in the way", why);
        }
        yield 0;
      }
    };
  }
}
