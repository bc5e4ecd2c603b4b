package io.eventpipeline.push.outbox;

import io.eventpipeline.push.PushSettings;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.RedisSettings;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The group of all workers on the outbox. It is made again whenever it is gone, from the beginning
 * of the stream: what is still there is unfinished. One thread: the reader's.
 */
@Singleton
final class OutboxGroup {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxGroup.class);
  private static final LuaScript CLAIM = LuaScript.beside(OutboxGroup.class, "claim");
  private static final String FIELD = "d";
  private static final String FROM_THE_START = "0-0";

  /** How much longer than a send an entry must be untouched before another worker takes it. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final OutboxConnection connection;
  private final OutboxKeys keys;
  private final String stream;
  private final Duration idle;
  private final Duration patience;
  private String cursor = FROM_THE_START;

  OutboxGroup(
      OutboxConnection connection, OutboxKeys keys, PushSettings settings, RedisSettings redis) {
    this.connection = connection;
    this.keys = keys;
    stream = keys.space().outboxPush();
    idle = settings.sendTimeout().plus(MARGIN);
    patience = redis.timeout();
  }

  /** New entries; waits {@code longest} for the first. */
  List<OutboxEntry> read(OutboxSession session, int most, Duration longest)
      throws OutboxUnreadable, InterruptedException {
    try {
      var messages =
          await(
              session
                  .reads()
                  .xreadgroup(
                      Consumer.from(KeySpace.PUSH_WORKERS, keys.worker()),
                      XReadArgs.Builder.count(most).block(longest.toMillis()),
                      StreamOffset.lastConsumed(stream)),
              longest.plus(patience));
      return messages.stream().map(OutboxGroup::entry).toList();
    } catch (OutboxUnreadable e) {
      if (isGone(String.valueOf(e.getMessage()))) {
        create(session);
        return List.of();
      }
      throw e;
    }
  }

  private static OutboxEntry entry(StreamMessage<String, String> message) {
    return new OutboxEntry(message.getId(), message.getBody().getOrDefault(FIELD, ""));
  }

  /** Entries that their worker has left alone for too long; now they are ours. */
  List<OutboxEntry> claim(int most) throws OutboxUnreadable {
    RedisAnswer answer =
        connection.ask(
            CLAIM,
            List.of(stream),
            List.of(
                KeySpace.PUSH_WORKERS,
                keys.worker(),
                Long.toString(idle.toMillis()),
                cursor,
                Integer.toString(most)));
    return switch (answer) {
      case RedisAnswer.Given given -> claimed(given);
      case RedisAnswer.Refused(String why) -> throw new OutboxUnreadable(new RedisException(why));
      case RedisAnswer.Missing() -> throw new OutboxUnreadable(null);
    };
  }

  private List<OutboxEntry> claimed(RedisAnswer.Given reply) {
    List<OutboxEntry> entries = new ArrayList<>();
    cursor = reply.text(0);
    for (int i = 1; i < reply.values().size(); i += 2) {
      entries.add(new OutboxEntry(reply.text(i), reply.text(i + 1)));
    }
    return entries;
  }

  private void create(OutboxSession session) throws OutboxUnreadable, InterruptedException {
    try {
      String ignored =
          await(
              session
                  .reads()
                  .xgroupCreate(
                      StreamOffset.from(stream, FROM_THE_START),
                      KeySpace.PUSH_WORKERS,
                      XGroupCreateArgs.Builder.mkstream()),
              patience);
      LOG.info("made the group {} on {}", KeySpace.PUSH_WORKERS, stream);
    } catch (OutboxUnreadable e) {
      if (!String.valueOf(e.getMessage()).contains("BUSYGROUP")) { // another worker was faster
        throw e;
      }
    }
  }

  /** Redis says so of a read that begins, and of one that waits. */
  private static boolean isGone(String error) {
    return error.contains("NOGROUP") || error.contains("stream key no longer exists");
  }

  private static <T> T await(CompletionStage<T> answer, Duration longest)
      throws OutboxUnreadable, InterruptedException {
    try {
      return answer.toCompletableFuture().get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new OutboxUnreadable(e.getCause());
    } catch (TimeoutException | CancellationException e) {
      throw new OutboxUnreadable(e);
    }
  }
}
