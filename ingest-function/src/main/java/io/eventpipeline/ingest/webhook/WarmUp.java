package io.eventpipeline.ingest.webhook;

import io.eventpipeline.ingest.idempotency.Deliveries;
import io.eventpipeline.ingest.idempotency.DeliveryClaim;
import io.eventpipeline.ingest.limit.SourceLimiter;
import io.eventpipeline.ingest.limit.SourceRate;
import io.eventpipeline.ingest.redis.FailFastRedis;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Runs once what every webhook runs, but publishes nothing. Threads: any. */
@Singleton
final class WarmUp {
  /** No source has this name, because it has a blank. */
  private static final String NAME = "warm up";

  private static final SourceRate BRIEF = new SourceRate(1, Duration.ofMillis(1));

  private final WebhookSources sources;
  private final SourceLimiter limiter;
  private final Deliveries deliveries;
  private final FailFastRedis redis;

  WarmUp(
      WebhookSources sources, SourceLimiter limiter, Deliveries deliveries, FailFastRedis redis) {
    this.sources = sources;
    this.limiter = limiter;
    this.deliveries = deliveries;
    this.redis = redis;
  }

  boolean isNeeded() {
    return !sources.all().isEmpty();
  }

  boolean hasRedis() {
    return redis.isWell();
  }

  void sign() {
    byte[] text = NAME.getBytes(StandardCharsets.UTF_8);
    for (WebhookSource source : sources.all()) {
      for (SigningSecret secret : source.verifier().secrets()) {
        byte[] unused = secret.mac(text, text);
      }
    }
  }

  /** Brings the scripts to Redis; done when it has them. Never fails. */
  CompletionStage<Void> loadScripts() {
    String id = NAME + ":" + UUID.randomUUID();
    DeliveryClaim claim = deliveries.claim(id, NAME, id);
    return limiter
        .take(NAME, NAME, BRIEF)
        .thenCompose(permit -> deliveries.reserve(claim))
        .thenCompose(status -> deliveries.release(claim));
  }
}
