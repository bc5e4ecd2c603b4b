package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.ledger.LedgerConnection;
import io.eventpipeline.runtime.health.Health;
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
    private final EventLoop loop;

    Threads(PollThread pollThread, EventLoop loop) {
      this.pollThread = pollThread;
      this.loop = loop;
    }

    @Override
    public Publisher<HealthResult> getResult() {
      long turned = pollThread.sinceLastTurn();
      boolean alive = !loop.isDead() && !pollThread.hasEnded() && turned < LONGEST_TURN.toNanos();
      return Health.of("threads", alive, Map.of("sinceLastPollMs", turned / 1_000_000));
    }
  }

  /** Down while events cannot be finished. */
  @Singleton
  @Readiness
  static final class Redis implements HealthIndicator {
    private final LedgerConnection link;

    Redis(LedgerConnection link) {
      this.link = link;
    }

    @Override
    public Publisher<HealthResult> getResult() {
      return Health.of("redis", link.isUp(), link.trouble());
    }
  }
}
