package io.eventpipeline.ingest.idempotency;

import io.eventpipeline.ingest.redis.FailFastRedis;
import io.eventpipeline.runtime.redis.LuaScript;
import io.eventpipeline.runtime.redis.SingleKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The signed bytes that deliveries brought, in Redis. Each has a key of its own and therefore a
 * call of its own. Never blocks. Threads: any.
 */
final class SeenMarks {
  static final LuaScript SEEN = LuaScript.beside(SeenMarks.class, "seen");

  private final FailFastRedis redis;
  private final KeyMarks marks;

  SeenMarks(FailFastRedis redis, KeyMarks marks) {
    this.redis = redis;
    this.marks = marks;
  }

  /** Reserves the bytes if nobody has brought them; fails if Redis is away. */
  CompletionStage<DeliveryStatus> reserve(DeliveryClaim claim, String seenId, Duration lease) {
    String[] args = {Long.toString(lease.toMillis()), claim.eventId(), claim.token()};
    return redis
        .runMixed(SEEN, new String[] {SingleKeys.webhookSeen(seenId)}, args)
        .thenApply(SeenMarks::status);
  }

  private static DeliveryStatus status(List<Object> reply) {
    return switch (KeyStatus.of((Long) reply.getFirst())) {
      case FIRST -> new DeliveryStatus.First();
      case UNDER_WAY -> new DeliveryStatus.UnderWay();
      case REPEAT -> new DeliveryStatus.Repeat((String) reply.getLast());
      case CONFLICT -> throw new IllegalStateException("seen.lua knows no conflict");
    };
  }

  /** As {@link KeyMarks#keep(KeyMark, Duration)}. */
  void keep(DeliveryClaim claim, String seenId, Duration retention) {
    marks.keep(SingleKeys.webhookSeen(seenId), claim.eventId(), retention);
  }

  /** As {@link KeyMarks#release}. */
  CompletionStage<Void> release(DeliveryClaim claim, String seenId) {
    return marks.release(SingleKeys.webhookSeen(seenId), claim.eventId() + " " + claim.token());
  }
}
