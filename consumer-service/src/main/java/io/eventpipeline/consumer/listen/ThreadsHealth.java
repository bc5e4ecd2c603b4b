package io.eventpipeline.consumer.listen;

import io.eventpipeline.consumer.engine.EventLoop;
import io.eventpipeline.runtime.health.Health;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.reactivestreams.Publisher;

/** Alive while poll thread and event loop turn. Down when only a restart helps. */
@Singleton
@Liveness
final class ThreadsHealth implements HealthIndicator {
  private static final Duration LONGEST_TURN = Duration.ofSeconds(30);

  private final PollThread pollThread;
  private final EventLoop loop;

  ThreadsHealth(PollThread pollThread, EventLoop loop) {
    this.pollThread = pollThread;
    this.loop = loop;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    boolean allLive = !loop.isDead() && !pollThread.hasEnded();
    return Health.ofThreads(allLive, "sinceLastPollMs", pollThread.nanosSinceTurn(), LONGEST_TURN);
  }
}
