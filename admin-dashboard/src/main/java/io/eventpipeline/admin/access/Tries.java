package io.eventpipeline.admin.access;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.SingleKeys;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Limits wrong passwords, over all processes: of one user from one address, of one address, and of
 * one user. Each limit holds for every minute, wherever it begins. Threads: any; they wait.
 */
@Singleton
final class Tries {
  private static final LuaScript TRY = LuaScript.beside(Tries.class, "try");
  private static final String ANY = "*";

  private final AdminRedis redis;

  private record Limit(String key, int most) {}

  Tries(AdminRedis redis) {
    this.redis = redis;
  }

  /**
   * Takes a permit for one try, before the password is looked at: many at once get no more. What
   * one limit refuses does not count for the next ones, so nobody can lock a user out from one
   * address.
   *
   * @return how long to wait; zero if the try may go on
   * @throws io.lettuce.core.RedisException if nobody can tell
   */
  Duration take(String name, String ip) {
    for (Limit limit : limits(name, ip)) {
      long wait = redis.number(TRY, List.of(limit.key()), List.of("" + limit.most()));
      if (wait > 0) {
        return Duration.ofMillis(wait);
      }
    }
    return Duration.ZERO;
  }

  /** Gives it back, because the password was right. */
  void giveBack(String name, String ip) {
    for (Limit limit : limits(name, ip)) {
      // The newest time may be of another try; what counts is how many there are.
      String unused = redis.await(redis.commands().lpop(limit.key()));
    }
  }

  /** Those of one address come first. */
  private static List<Limit> limits(String name, String ip) {
    String user = SecretText.hash(name);
    return List.of(
        new Limit(SingleKeys.adminTries(user, ip), 5),
        new Limit(SingleKeys.adminTries(ANY, ip), 20),
        new Limit(SingleKeys.adminTries(user, ANY), 50));
  }
}
