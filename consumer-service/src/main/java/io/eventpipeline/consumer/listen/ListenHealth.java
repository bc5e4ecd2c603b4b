package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.ledger.RedisLink;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * What the service says of itself: alive while its threads turn, ready while Redis does its work.
 */
final class ListenHealth {
  private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

  private ListenHealth() {}

  /** Down when only a restart helps. */
  @Singleton
  @Liveness
  static final class Threads implements HealthIndicator {
    private final PollThread pollThread;
    private final Loop loop;

    Threads(PollThread pollThread, Loop loop) {
      this.pollThread = pollThread;
      this.loop = loop;
    }

    @Override
    public Publisher<HealthResult> getResult() {
      long turned = pollThread.sinceLastTurn();
      boolean alive = !loop.isDead() && !pollThread.hasEnded() && turned < LONGEST_TURN.toNanos();
      return result("threads", alive, Map.of("sinceLastPollMs", turned / 1_000_000));
    }
  }

  /** Down while events cannot be finished. */
  @Singleton
  @Readiness
  static final class Redis implements HealthIndicator {
    private final RedisLink link;

    Redis(RedisLink link) {
      this.link = link;
    }

    @Override
    public Publisher<HealthResult> getResult() {
      boolean up = link.isUp();
      return result(
          "redis",
          up,
          up ? Map.of("connected", true) : Map.of("connected", false, "reason", link.trouble()));
    }
  }

  private static Publisher<HealthResult> result(
      String name, boolean up, Map<String, Object> details) {
    return Publishers.just(
        HealthResult.builder(name, up ? HealthStatus.UP : HealthStatus.DOWN)
            .details(details)
            .build());
  }
}
