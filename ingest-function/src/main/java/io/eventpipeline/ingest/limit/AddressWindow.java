package io.eventpipeline.ingest.limit;

import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.redis.SingleKeys;
import java.util.concurrent.CompletionStage;

/**
 * The windows of addresses in Redis. Each is in a key space of its own, so a call asks one of them.
 * Threads: any.
 */
final class AddressWindow {
  private final int limit;
  private final FailFastRedis redis;
  private final MemberNames names = new MemberNames();

  AddressWindow(int limit, FailFastRedis redis) {
    this.limit = limit;
    this.redis = redis;
  }

  /**
   * Permits that an address got, as they can be given back.
   *
   * @param prefix of the names of their members in the window
   */
  record Taken(String address, WindowPermits permits, String prefix) {}

  /** Takes up to {@code want} permits; fails if Redis is away. */
  CompletionStage<Taken> take(String address, int want) {
    String prefix = names.nextPrefix();
    String[] args = {
      Integer.toString(limit),
      Long.toString(LimitSettings.WINDOW.toMillis()),
      prefix,
      "0",
      Integer.toString(want)
    };
    return redis
        .run(RedisWindow.SCRIPT, new String[] {SingleKeys.rateIp(address)}, args)
        .thenApply(reply -> new Taken(address, RedisWindow.permits(reply, 0), prefix));
  }

  /**
   * Gives back the last {@code count} permits. Nobody waits for it: Redis runs the commands of this
   * process in order, and the permits expire within a second anyway.
   */
  void giveBack(Taken taken, int count) {
    if (count == 0) {
      return;
    }
    int granted = taken.permits().granted();
    String[] members = new String[count];
    for (int i = 0; i < count; i++) {
      members[i] = member(taken.prefix(), granted - i);
    }
    var unused = redis.removeMembers(SingleKeys.rateIp(taken.address()), members);
  }

  /** The name that limit.lua gives to member {@code n} of the first window, from 1. */
  private static String member(String prefix, int n) {
    return n == 1 ? prefix + "-1" : prefix + "-1-" + n;
  }
}
