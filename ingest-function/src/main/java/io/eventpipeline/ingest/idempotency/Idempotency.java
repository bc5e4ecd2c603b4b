package io.eventpipeline.ingest.idempotency;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Remembers idempotency keys in Redis. The first request reserves its key. It keeps the key once
 * Kafka has acknowledged its event, or releases it; the others wait for that. While Redis is away
 * each request counts as the first, and the event id made from the key still gives one effect.
 * Never blocks, never fails. Threads: any.
 */
@Context
public final class Idempotency {
  /** Keys in one script call, so that no call blocks Redis for long. */
  private static final int MAX_KEYS = 256;

  /** The longest that one request waits for another. */
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  private final IdempotencySettings settings;
  private final KeyMarks marks;
  private final KeySpaces spaces;
  private final Meters<IngestMetric> meters;
  private final ClaimTokens tokens = new ClaimTokens();

  public Idempotency(
      IdempotencySettings settings,
      FailFastRedis redis,
      KeySpaces spaces,
      Meters<IngestMetric> meters) {
    this.settings = settings;
    this.marks = new KeyMarks(redis);
    this.spaces = spaces;
    this.meters = meters;
  }

  /**
   * Makes a claim, without asking Redis yet.
   *
   * @param key the idempotency key of {@code draft}
   */
  public KeyClaim claim(EventDraft draft, String key) {
    return KeyClaim.of(draft, key, tokens.next());
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

  private KeyMark mark(KeyClaim claim) {
    String key = spaces.ofUser(claim.userId()).idem(claim.keyId());
    return new KeyMark(key, claim.fingerprint(), claim.token());
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
    return RepeatedAsk.askWhile(
        KeyStatus.UNDER_WAY::equals,
        () -> reservePart(List.of(claim)).thenApply(List::getFirst),
        PATIENCE);
  }

  private CompletionStage<List<KeyStatus>> reservePart(List<KeyClaim> part) {
    return marks
        .reserve(part.stream().map(this::mark).toList(), IdempotencySettings.LEASE)
        .exceptionally(
            redisIsAway -> {
              meters.count(IngestMetric.KEYS_OPEN, (long) part.size());
              return Collections.nCopies(part.size(), KeyStatus.FIRST);
            });
  }

  /** Keeps the key: Kafka acknowledged the event. Nobody waits for it. */
  public void keep(KeyClaim claim) {
    marks.keep(mark(claim), settings.retention());
  }

  /** Releases the key for the next request; done when others can see that. */
  public CompletionStage<Void> release(KeyClaim claim) {
    KeyMark mark = mark(claim);
    return marks.release(mark.key(), mark.pending());
  }
}
