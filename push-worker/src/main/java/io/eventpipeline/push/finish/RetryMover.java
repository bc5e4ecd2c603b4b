package io.eventpipeline.push.finish;

import io.eventpipeline.push.outbox.OutboxConnection;
import io.eventpipeline.push.outbox.OutboxKeys;
import io.eventpipeline.push.outbox.RedisAnswer;
import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.time.SystemTime;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings notifications back into the outbox when they are due. Every worker does so. One thread.
 */
@Context
final class RetryMover {
  private static final Logger LOG = LoggerFactory.getLogger(RetryMover.class);
  private static final LuaScript MOVE = LuaScript.beside(RetryMover.class, "move");
  private static final int MOST_AT_ONCE = 200;

  private final OutboxConnection connection;
  private final OutboxKeys keys;
  private final OnceAMinute told = new OnceAMinute();

  RetryMover(OutboxConnection connection, OutboxKeys keys) {
    this.connection = connection;
    this.keys = keys;
  }

  @Scheduled(fixedDelay = "100ms")
  void move() {
    long moved = MOST_AT_ONCE;
    while (moved == MOST_AT_ONCE) {
      moved = moveSome();
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
