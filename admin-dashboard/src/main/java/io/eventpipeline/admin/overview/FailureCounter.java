package io.eventpipeline.admin.overview;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts events that become dead letters, by what comes to the end of their list. So a replay that
 * fails counts again, and a purge counts nothing. One thread at a time.
 */
final class FailureCounter {
  /** Failures between two calls that are counted exactly. More are taken from the length. */
  private static final int EXACT = 500;

  private final AdminRedis redis;
  private final KeySpace space;
  private @Nullable String newest;
  private long size;
  private boolean begun;

  FailureCounter(AdminRedis redis, KeySpace space) {
    this.redis = redis;
    this.space = space;
  }

  /**
   * Failures since the last call; 0 at the first.
   *
   * @throws io.lettuce.core.RedisException if Redis does not tell
   */
  long count() {
    String last = newest;
    List<String> end = end(1);
    if (begun && !end.isEmpty() && !end.getLast().equals(last)) {
      end = end(EXACT);
    }
    long now = redis.await(redis.commands().llen(space.dlqList()));
    long count = begun ? since(last, end, now) : 0;
    newest = end.isEmpty() ? null : end.getLast();
    size = now;
    begun = true;
    return count;
  }

  private long since(@Nullable String last, List<String> end, long now) {
    int at = last == null ? -1 : end.lastIndexOf(last);
    if (at >= 0) {
      return end.size() - 1L - at;
    }
    // Nothing was there before, or it was purged, or too much came.
    return Math.max(0, now - size);
  }

  private List<String> end(int count) {
    return redis.await(redis.commands().lrange(space.dlqList(), -count, -1));
  }
}
