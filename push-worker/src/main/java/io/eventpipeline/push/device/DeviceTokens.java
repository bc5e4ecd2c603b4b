package io.eventpipeline.push.device;

import io.eventpipeline.push.outbox.Admissions;
import io.eventpipeline.push.outbox.OutboxConnection;
import io.eventpipeline.push.outbox.OutboxKeys;
import io.eventpipeline.push.outbox.RedisAnswer;
import io.eventpipeline.runtime.redis.LuaScript;
import jakarta.inject.Singleton;
import java.util.List;

/** The push tokens of users' devices, in Redis. Threads: any; callers wait. */
@Singleton
public final class DeviceTokens {
  private static final LuaScript REGISTER = LuaScript.beside(DeviceTokens.class, "register");
  private static final LuaScript FORGET = LuaScript.beside(DeviceTokens.class, "forget");

  private final OutboxConnection connection;
  private final OutboxKeys keys;

  DeviceTokens(OutboxConnection connection, OutboxKeys keys) {
    this.connection = connection;
    this.keys = keys;
  }

  /** What came of a change. */
  enum Change {
    DONE,
    /** The user has as many devices as a user may have. */
    FULL,
    REDIS_AWAY
  }

  Change register(String userId, String token) {
    RedisAnswer answer =
        connection.ask(
            REGISTER,
            List.of(keys.space().fcmTokens(userId)),
            List.of(token, Integer.toString(Admissions.MOST_DEVICES)));
    return answer instanceof RedisAnswer.Given reply
        ? reply.number(0) == 1 ? Change.DONE : Change.FULL
        : Change.REDIS_AWAY;
  }

  /** Forgets this token, and no other: the app may have written a newer one. */
  public Change forget(String userId, String token) {
    RedisAnswer answer =
        connection.ask(
            FORGET,
            List.of(keys.space().fcmTokens(userId), keys.space().fcmToken(userId)),
            List.of(token));
    return answer instanceof RedisAnswer.Given ? Change.DONE : Change.REDIS_AWAY;
  }
}
