package io.eventpipeline.ingest.idempotency;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.RedisKeys;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers idempotency keys in Redis. The first request reserves its key, and either keeps it (its
 * event was acknowledged) or releases it; the others wait for that. While Redis is away every
 * request is the first one: the event id that is made from the key still gives one effect. Never
 * blocks, never fails. Threads: any.
 */
@Context
public final class Idempotency {
  private static final LuaScript RESERVE = LuaScript.beside(Idempotency.class, "reserve");
  private static final LuaScript RELEASE = LuaScript.beside(Idempotency.class, "release");

  /** Keys in one script, so that none holds Redis up for long. */
  private static final int MAX_KEYS = 256;

  /** How long to wait for another request before its client is told to come again. */
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  private static final long FIRST_PAUSE_MS = 10;
  private static final long LONGEST_PAUSE_MS = 200;

  private final IdempotencySettings settings;
  private final FailFastRedis redis;
  private final Meters<IngestMetric> meters;
  private final String process = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong attempts = new AtomicLong();

  public Idempotency(IdempotencySettings settings, FailFastRedis redis, Meters<IngestMetric> meters) {
    this.settings = settings;
    this.redis = redis;
    this.meters = meters;
  }

  /**
   * @param key the idempotency key of {@code draft}
   */
  public KeyClaim attempt(EventDraft draft, String key) {
    return KeyClaim.of(draft, key, process + Long.toString(attempts.incrementAndGet(), 36));
  }

  /** How each of the attempts stands now, in their order. Their keys differ from each other. */
  public CompletionStage<List<KeyStatus>> reserve(List<KeyClaim> all) {
    CompletionStage<List<KeyStatus>> standings =
        CompletableFuture.completedFuture(new ArrayList<>(all.size()));
    for (int from = 0; from < all.size(); from += MAX_KEYS) {
      CompletionStage<List<KeyStatus>> part =
          reservePart(all.subList(from, Math.min(all.size(), from + MAX_KEYS)));
      standings =
          standings.thenCombine(
              part,
              (before, more) -> {
                before.addAll(more);
                return before;
              });
    }
    return standings;
  }

  /**
   * How the attempt stands once no other one with its key is under way.
   *
   * @return {@link KeyStatus#UNDER_WAY} only if that took too long
   */
  public CompletionStage<KeyStatus> reserve(KeyClaim attempt) {
    return reservePart(List.of(attempt))
        .thenCompose(
            standings ->
                standings.getFirst() == KeyStatus.UNDER_WAY
                    ? await(attempt)
                    : CompletableFuture.completedFuture(standings.getFirst()));
  }

  /** The same, of an attempt that was found to be under way elsewhere. */
  public CompletionStage<KeyStatus> await(KeyClaim attempt) {
    return await(attempt, FIRST_PAUSE_MS, System.nanoTime() + PATIENCE.toNanos());
  }

  private CompletionStage<KeyStatus> await(KeyClaim attempt, long pauseMs, long until) {
    return CompletableFuture.supplyAsync(() -> List.of(attempt), after(pauseMs))
        .thenCompose(this::reservePart)
        .thenCompose(
            standings ->
                standings.getFirst() == KeyStatus.UNDER_WAY && System.nanoTime() < until
                    ? await(attempt, Math.min(2 * pauseMs, LONGEST_PAUSE_MS), until)
                    : CompletableFuture.completedFuture(standings.getFirst()));
  }

  private static Executor after(long pauseMs) {
    return CompletableFuture.delayedExecutor(pauseMs, TimeUnit.MILLISECONDS);
  }

  private CompletionStage<List<KeyStatus>> reservePart(List<KeyClaim> part) {
    String[] keys = new String[part.size()];
    String[] args = new String[1 + 2 * part.size()];
    args[0] = Long.toString(IdempotencySettings.LEASE.toMillis());
    for (int i = 0; i < keys.length; i++) {
      keys[i] = RedisKeys.idem(part.get(i).keyId());
      args[1 + 2 * i] = part.get(i).fingerprint();
      args[2 + 2 * i] = part.get(i).token();
    }
    return redis
        .run(RESERVE, keys, args)
        .thenApply(codes -> codes.stream().map(KeyStatus::of).toList())
        .exceptionally(
            redisIsAway -> {
              meters.count(IngestMetric.KEYS_OPEN, (long) part.size());
              return Collections.nCopies(part.size(), KeyStatus.FIRST);
            });
  }

  /**
   * The attempt's event was acknowledged. Nobody need wait for it: commands of this process stay in
   * their order, and a key that could not be kept is given up after a while.
   */
  public void keep(KeyClaim attempt) {
    var unused =
        redis.set(
            RedisKeys.idem(attempt.keyId()), "d" + attempt.fingerprint(), settings.retention());
  }

  /** The attempt came to nothing, and the next one is the first; done when others can see it. */
  public CompletionStage<Void> release(KeyClaim attempt) {
    return redis
        .run(
            RELEASE,
            new String[] {RedisKeys.idem(attempt.keyId())},
            new String[] {attempt.fingerprint(), attempt.token()})
        .handle((released, redisIsAway) -> null);
  }
}
