package io.eventpipeline.ingest.idempotency;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in Redis which webhooks were delivered, so that each event is published once. The first
 * delivery reserves the event. It keeps the event once Kafka has acknowledged it, or releases it.
 * While Redis is away each delivery counts as the first, and the pipeline handles an id once. Never
 * blocks, never fails. Threads: any.
 */
@Context
public final class Deliveries {
  /** How long a delivery is remembered. Well above the age that a webhook's time may have. */
  private static final Duration RETENTION = Duration.ofHours(24);

  /** How long a delivery may hold its event without an acknowledgement, above Kafka's own time. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  /** Another body under the same id is a duplicate too, so all webhooks have one fingerprint. */
  private static final String FINGERPRINT = "webhook";

  private final KeyMarks ids;
  private final SeenMarks seen;
  private final KeySpaces spaces;
  private final Meters<IngestMetric> meters;
  private final ClaimTokens tokens = new ClaimTokens();

  public Deliveries(FailFastRedis redis, KeySpaces spaces, Meters<IngestMetric> meters) {
    this.ids = new KeyMarks(redis);
    this.seen = new SeenMarks(redis, ids);
    this.spaces = spaces;
    this.meters = meters;
  }

  /**
   * Makes a claim, without asking Redis yet.
   *
   * @param seenId {@code {source}:{sha256 of the signed bytes}}; null if the signature covers the
   *     id and the time
   */
  public DeliveryClaim claim(String eventId, String userId, @Nullable String seenId) {
    return new DeliveryClaim(eventId, userId, seenId, tokens.next());
  }

  /** Reserves the event and its bytes, or neither. */
  public CompletionStage<DeliveryStatus> reserve(DeliveryClaim claim) {
    String seenId = claim.seenId();
    // Always in this order: two deliveries of the same event and bytes cannot block each other.
    CompletionStage<DeliveryStatus> status =
        seenId == null
            ? reserveId(claim)
            : seen.reserve(claim, seenId, LEASE)
                .thenCompose(
                    bytes ->
                        bytes instanceof DeliveryStatus.First
                            ? reserveIdOfBytes(claim, seenId)
                            : CompletableFuture.completedFuture(bytes));
    return status.exceptionally(
        redisIsAway -> {
          meters.count(IngestMetric.KEYS_OPEN);
          return new DeliveryStatus.First();
        });
  }

  private CompletionStage<DeliveryStatus> reserveIdOfBytes(DeliveryClaim claim, String seenId) {
    return reserveId(claim)
        .thenCompose(
            id ->
                id instanceof DeliveryStatus.First
                    ? CompletableFuture.completedFuture(id)
                    : seen.release(claim, seenId).thenApply(released -> id));
  }

  private CompletionStage<DeliveryStatus> reserveId(DeliveryClaim claim) {
    return ids.reserve(List.of(mark(claim)), LEASE)
        .thenApply(
            statuses ->
                switch (statuses.getFirst()) {
                  case FIRST -> new DeliveryStatus.First();
                  case UNDER_WAY -> new DeliveryStatus.UnderWay();
                  case REPEAT, CONFLICT -> new DeliveryStatus.Repeat(claim.eventId());
                });
  }

  /**
   * Reserves the event, and waits while another delivery holds it.
   *
   * @param atMost how long to wait
   * @return {@link DeliveryStatus.UnderWay} only if that took longer
   */
  public CompletionStage<DeliveryStatus> reserveOrWait(DeliveryClaim claim, Duration atMost) {
    return RepeatedAsk.askWhile(
        DeliveryStatus.UnderWay.class::isInstance, () -> reserve(claim), atMost);
  }

  /** Keeps the event: Kafka acknowledged it. Nobody waits for it. */
  public void keep(DeliveryClaim claim) {
    ids.keep(mark(claim), RETENTION);
    String seenId = claim.seenId();
    if (seenId != null) {
      seen.keep(claim, seenId, RETENTION);
    }
  }

  /**
   * Releases the event for the next delivery, if this one still holds it; done when others can see
   * that.
   */
  public CompletionStage<Void> release(DeliveryClaim claim) {
    KeyMark mark = mark(claim);
    CompletionStage<Void> id = ids.release(mark.key(), mark.pending());
    String seenId = claim.seenId();
    return seenId == null
        ? id
        : id.thenCombine(seen.release(claim, seenId), (released, also) -> null);
  }

  private KeyMark mark(DeliveryClaim claim) {
    String key = spaces.ofUser(claim.userId()).idempotency(claim.eventId());
    return new KeyMark(key, FINGERPRINT, claim.token());
  }
}
