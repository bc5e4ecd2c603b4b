package io.eventpipeline.push.outbox;

import io.eventpipeline.push.note.Notification;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.LuaScript;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Asks Redis before each send whether the entry may be sent. Threads: any. */
@Singleton
public final class Admissions {
  /** Most devices of a user. */
  public static final int MOST_DEVICES = 100;

  private static final LuaScript ADMIT = LuaScript.beside(Admissions.class, "admit");

  private final OutboxConnection connection;
  private final OutboxKeys keys;

  Admissions(OutboxConnection connection, OutboxKeys keys) {
    this.connection = connection;
    this.keys = keys;
  }

  public Admission ask(OutboxEntry entry, Notification note) {
    KeySpace space = keys.space();
    RedisAnswer answer =
        connection.ask(
            ADMIT,
            List.of(
                space.outboxPush(),
                space.pushHold(),
                space.pushSent(note.id()),
                space.fcmTokens(note.userId()),
                space.fcmToken(note.userId())),
            List.of(
                KeySpace.PUSH_WORKERS,
                keys.worker(),
                entry.id(),
                note.expiresAt() == null ? "" : note.expiresAt().toString(),
                Integer.toString(MOST_DEVICES)));
    return switch (answer) {
      case RedisAnswer.Given given -> read(given);
      case RedisAnswer.Refused(String why) -> new Admission.Broken(why);
      case RedisAnswer.Missing() -> new Admission.Unknown();
    };
  }

  private static Admission read(RedisAnswer.Given reply) {
    return switch (reply.text(0)) {
      case "OPEN" ->
          new Admission.Open(reply.values().stream().skip(1).map(String::valueOf).toList());
      case "LOST" -> new Admission.Lost();
      case "SENT" -> new Admission.SentBefore();
      case "EXPIRED" -> new Admission.Expired();
      case "HELD" -> new Admission.Held(Duration.ofMillis(reply.number(1)));
      default -> throw new IllegalStateException("admit.lua returned " + reply.text(0));
    };
  }
}
