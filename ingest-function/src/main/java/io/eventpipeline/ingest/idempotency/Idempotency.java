package io.eventpipeline.ingest.idempotency;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.LuaScript;
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
 * Remembers idempotency keys in Redis. The first request reserves its key. It keeps the key once
 * Kafka has acknowledged its event, or releases it; the others wait for that. While Redis is away
 * each request counts as the first, and the event id made from the key still gives one effect.
 * Never blocks, never fails. Threads: any.
 */
@Context
public final class Idempotency {
  private static final LuaScript RESERVE = LuaScript.beside(Idempotency.class, "reserve");
  private static final LuaScript RELEASE = LuaScript.beside(Idempotency.class, "release");

  /** Keys in one script call, so that no call blocks Redis for long. */
  private static final int MAX_KEYS = 256;

  /** The longest that one request waits for another. */
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  private static final long FIRST_PAUSE_MS = 10;
  private static final long LONGEST_PAUSE_MS = 200;

  private final IdempotencySettings settings;
  private final FailFastRedis redis;
  private final KeySpaces spaces;
  private final Meters<IngestMetric> meters;
  private final String process = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong claims = new AtomicLong();

  public Idempotency(
      IdempotencySettings settings,
      FailFastRedis redis,
      KeySpaces spaces,
      Meters<IngestMetric> meters) {
    this.settings = settings;
    this.redis = redis;
    this.spaces = spaces;
    this.meters = meters;
  }

  /**
   * Makes a claim, without asking Redis yet.
   *
   * @param key the idempotency key of {@code draft}
   */
  public KeyClaim claim(EventDraft draft, String key) {
    return KeyClaim.of(draft, key, process + Long.toString(claims.incrementAndGet(), 36));
  }

  /**
   * Reserves the keys that are free.
   *
   * @param claims on different keys
   * @return the status of each claim, in their order
   */
  public CompletionStage<List<KeyStatus>> reserve(List<KeyClaim> claims) {
    CompletionStage<List<KeyStatus>> statuses = CompletableFuture.completedFuture(List.of());
    for (int from = 0, to; from < claims.size(); from = to) {
      to = endOfPart(claims, from);
      CompletionStage<List<KeyStatus>> part = reservePart(claims.subList(from, to));
      statuses = from == 0 ? part : statuses.thenCombine(part, Idempotency::concat);
    }
    return statuses;
  }

  /** The keys of one script call share a key space. */
  private int endOfPart(List<KeyClaim> claims, int from) {
    KeySpace space = spaces.ofUser(claims.get(from).userId());
    int end = Math.min(claims.size(), from + MAX_KEYS);
    int to = from + 1;
    while (to < end && spaces.ofUser(claims.get(to).userId()).equals(space)) {
      to++;
    }
    return to;
  }

  private String redisKey(KeyClaim claim) {
    return spaces.ofUser(claim.userId()).idem(claim.keyId());
  }

  private static List<KeyStatus> concat(List<KeyStatus> some, List<KeyStatus> more) {
    List<KeyStatus> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  /**
   * Reserves the key, and waits while another request holds it.
   *
   * @return {@link KeyStatus#UNDER_WAY} only if that took longer than {@link #PATIENCE}
   */
  public CompletionStage<KeyStatus> reserveOrWait(KeyClaim claim) {
    return reserveOrWait(claim, FIRST_PAUSE_MS, System.nanoTime() + PATIENCE.toNanos());
  }

  private CompletionStage<KeyStatus> reserveOrWait(KeyClaim claim, long pauseMs, long deadline) {
    return reservePart(List.of(claim))
        .thenCompose(
            statuses -> {
              KeyStatus status = statuses.getFirst();
              if (status != KeyStatus.UNDER_WAY || System.nanoTime() >= deadline) {
                return CompletableFuture.completedFuture(status);
              }
              long nextPauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
              return CompletableFuture.supplyAsync(() -> claim, after(pauseMs))
                  .thenCompose(again -> reserveOrWait(again, nextPauseMs, deadline));
            });
  }

  private static Executor after(long pauseMs) {
    return CompletableFuture.delayedExecutor(pauseMs, TimeUnit.MILLISECONDS);
  }

  private CompletionStage<List<KeyStatus>> reservePart(List<KeyClaim> part) {
    String[] keys = new String[part.size()];
    String[] args = new String[1 + 2 * part.size()];
    args[0] = Long.toString(IdempotencySettings.LEASE.toMillis());
    for (int i = 0; i < keys.length; i++) {
      keys[i] = redisKey(part.get(i));
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
   * Keeps the key: Kafka acknowledged the event. Nobody waits for it, because Redis runs the
   * commands of this process in order, and a key that could not be kept expires.
   */
  public void keep(KeyClaim claim) {
    var unused = redis.set(redisKey(claim), "d" + claim.fingerprint(), settings.retention());
  }

  /** Releases the key for the next request; done when others can see that. */
  public CompletionStage<Void> release(KeyClaim claim) {
    return redis
        .run(
            RELEASE,
            new String[] {redisKey(claim)},
            new String[] {claim.fingerprint(), claim.token()})
        .handle((released, redisIsAway) -> null);
  }
}
