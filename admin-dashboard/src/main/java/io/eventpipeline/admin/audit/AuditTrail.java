package io.eventpipeline.admin.audit;

import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.SingleKeys;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Reads what operators did. It looks at the last 1,000 lines, at most every 2 s. Threads: any;
 * callers wait.
 */
@Singleton
public final class AuditTrail {
  /** Lines that are looked at. */
  public static final int LINES = 1_000;

  private static final long FRESH = Duration.ofSeconds(2).toNanos();

  private final AdminRedis redis;
  private volatile Read last = new Read(List.of(), 0);

  private record Read(List<AuditLine> lines, long until) {}

  public AuditTrail(AdminRedis redis) {
    this.redis = redis;
  }

  /**
   * What was done to an event or a user, the newest line first.
   *
   * @throws io.lettuce.core.RedisException if Redis does not tell
   */
  public List<AuditLine> of(String target) {
    return lines().stream().filter(line -> line.field("target").equals(target)).toList();
  }

  private List<AuditLine> lines() {
    Read known = last;
    if (known.until() != 0 && SystemTime.nanos() - known.until() < 0) {
      return known.lines();
    }
    List<StreamMessage<String, String>> read =
        redis.await(
            redis
                .commands()
                .xrevrange(SingleKeys.adminAudit(), Range.unbounded(), Limit.from(LINES)));
    List<AuditLine> lines =
        read.stream().map(line -> AuditLine.of(line.getId(), line.getBody())).toList();
    last = new Read(lines, SystemTime.nanos() + FRESH);
    return lines;
  }
}
