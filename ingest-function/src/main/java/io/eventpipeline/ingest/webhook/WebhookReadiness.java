package io.eventpipeline.ingest.webhook;

import io.eventpipeline.ingest.publish.TopicProducer;
import io.eventpipeline.runtime.health.Health;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;

/**
 * Not ready before the first webhook could be answered in time: the producer knows the topic, Redis
 * has the scripts, and one signature was checked. A Redis that is away holds nothing up. Once
 * ready, always ready. A Lambda function has no readiness: it starts no thread for that.
 */
@Singleton
@Requires(notEnv = Environment.FUNCTION)
@Readiness
final class WebhookReadiness implements HealthIndicator, ApplicationEventListener<StartupEvent> {
  private static final long REDIS_PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long ASK_AGAIN_MS = 20;

  private final TopicProducer topic;
  private final WarmUp warmUp;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean isWarm;

  WebhookReadiness(TopicProducer topic, WarmUp warmUp) {
    this.topic = topic;
    this.warmUp = warmUp;
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    if (warmUp.isNeeded()) {
      Thread.ofVirtual().name("webhook-warm-up").start(this::warmUp);
    } else {
      isWarm = true;
    }
  }

  private void warmUp() {
    warmUp.sign();
    long from = System.nanoTime();
    try {
      while (!warmUp.hasRedis() && System.nanoTime() - from < REDIS_PATIENCE_NANOS) {
        if (closed.await(ASK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (warmUp.hasRedis()) {
      warmUp.loadScripts().thenRun(() -> isWarm = true);
    } else {
      isWarm = true;
    }
  }

  @PreDestroy
  void close() {
    closed.countDown();
  }

  @Override
  public Publisher<HealthResult> getResult() {
    boolean hasTopic = !warmUp.isNeeded() || topic.wasReady();
    return Health.of("webhooks", isWarm && hasTopic, Map.of("warm", isWarm, "topic", hasTopic));
  }
}
