package io.eventpipeline.push.health;

import io.eventpipeline.push.finish.Finisher;
import io.eventpipeline.push.outbox.OutboxReader;
import io.eventpipeline.runtime.health.Health;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.reactivestreams.Publisher;

/** Alive while the reader turns and the finisher lives. Down when only a restart helps. */
@Singleton
@Liveness
final class WorkerThreadsHealth implements HealthIndicator {
  private static final Duration LONGEST_TURN = Duration.ofSeconds(60);

  private final OutboxReader reader;
  private final Finisher finisher;

  WorkerThreadsHealth(OutboxReader reader, Finisher finisher) {
    this.reader = reader;
    this.finisher = finisher;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    boolean allLive = !reader.isDead() && !finisher.isDead();
    return Health.ofThreads(allLive, "sinceLastReadMs", reader.nanosSinceTurn(), LONGEST_TURN);
  }
}
