package io.eventpipeline.admin.access;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.SingleKeys;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Limits wrong passwords, over all processes: of one user from one address, of one user, and of one
 * address. A minute begins with its first try. Threads: any; they wait.
 */
@Singleton
final class Tries {
  private static final LuaScript TRY = LuaScript.beside(Tries.class, "try");
  private static final LuaScript BACK = LuaScript.beside(Tries.class, "try-back");
  private static final String ANY = "*";

  private final AdminRedis redis;

  private record Limit(String key, int most) {}

  Tries(AdminRedis redis) {
    this.redis = redis;
  }

  /**
   * Takes a permit for one try, before the password is looked at: many at once get no more.
   *
   * @return how long to wait; zero if the try may go on
   * @throws io.lettuce.core.RedisException if nobody can tell
   */
  Duration take(String name, String ip) {
    long wait = 0;
    for (Limit limit : limits(name, ip)) {
      List<Object> counted = redis.list(TRY, List.of(limit.key()), List.of());
      if ((Long) counted.get(0) > limit.most()) {
        wait = Math.max(wait, Math.max(1, (Long) counted.get(1)));
      }
    }
    return Duration.ofMillis(wait);
  }

  /** Gives it back, because the password was right. */
  void giveBack(String name, String ip) {
    for (Limit limit : limits(name, ip)) {
      long unused = redis.number(BACK, List.of(limit.key()), List.of());
    }
  }

  private static List<Limit> limits(String name, String ip) {
    String user = SecretText.hash(name);
    return List.of(
        new Limit(SingleKeys.adminTries(user, ip), 5),
        new Limit(SingleKeys.adminTries(user, ANY), 50),
        new Limit(SingleKeys.adminTries(ANY, ip), 20));
  }
}
