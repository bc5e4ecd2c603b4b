package io.eventpipeline.admin.overview;

import io.eventpipeline.admin.log.Progress;
import io.eventpipeline.admin.log.ProgressReader;
import io.eventpipeline.admin.page.Backlog;
import io.eventpipeline.admin.redis.AdminRedis;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.time.SystemTime;
import io.lettuce.core.RedisException;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples: each second while somebody looks, else every five seconds, which fill the seconds
 * between. Threads: one that samples; any may look.
 */
@Singleton
public final class Sampler implements Backlog {
  private static final long LOOKING = Duration.ofSeconds(10).toNanos();
  private static final long RARELY = Duration.ofMillis(4_700).toNanos();
  private static final double MS = 1000.0;

  private final ProgressReader progress;
  private final AdminRedis redis;
  private final KeySpace space;
  private final FailureCounter failures;
  private final SampleRing ring = new SampleRing();
  private Progress before = Progress.NONE;
  private long sampledAt;
  private long second;
  private volatile long lookedAt = SystemTime.nanos() - LOOKING;

  public Sampler(ProgressReader progress, AdminRedis redis, KeySpace space) {
    this.progress = progress;
    this.redis = redis;
    this.space = space;
    this.failures = new FailureCounter(redis, space);
  }

  /** The last hour. */
  SampleRing ring() {
    return ring;
  }

  /** How far the consumers were at the last sample. Somebody looks: samples become frequent. */
  public Progress look() {
    lookedAt = SystemTime.nanos();
    return progress.last();
  }

  @Override
  public @Nullable Long waiting() {
    Progress now = look();
    return now.isKnown() ? now.lag() : null;
  }

  @Override
  public @Nullable Long consumers() {
    Progress now = progress.last();
    return now.isKnown() ? (long) now.consumers() : null;
  }

  @Scheduled(fixedDelay = "1s", initialDelay = "500ms")
  void sampleIfDue() {
    long now = SystemTime.nanos();
    if (second == 0 || now - lookedAt < LOOKING || now - sampledAt >= RARELY) {
      sampledAt = now;
      sample();
    }
  }

  /** Takes one sample now. */
  synchronized void sample() {
    Progress now = progress.read();
    long push = -1;
    long failed = 0;
    try {
      failed = failures.count();
      push =
          redis.await(redis.commands().xlen(space.outboxPush()))
              + redis.await(redis.commands().zcard(space.pushRetry()));
    } catch (RedisException away) {
      failed = 0;
    }
    long to = SystemTime.unixMillis() / 1000;
    long from = second == 0 ? to : Math.max(second + 1, to - SampleRing.SECONDS);
    if (from <= to) {
      ring.add(from, to, between(before, now, failed, push));
      second = to;
    }
    before = now;
  }

  private static @Nullable Sample between(Progress before, Progress now, long failed, long push) {
    if (!now.isKnown()) {
      return null;
    }
    double seconds = Math.max(1, now.at() - before.at()) / MS;
    boolean isSame = before.isKnown() && before.partitions().size() == now.partitions().size();
    return new Sample(
        isSame ? Math.max(0, now.end() - before.end()) / seconds : 0,
        isSame ? Math.max(0, now.committed() - before.committed()) / seconds : 0,
        isSame ? failed / seconds : 0,
        now.lag(),
        now.oldestMs(now.at()),
        now.consumers(),
        push);
  }
}
