package io.eventpipeline.ingest.backpressure;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Measures the lag every second while a server runs. */
@Singleton
@Requires(notEnv = Environment.FUNCTION)
final class LagWatch implements ApplicationEventListener<ServerStartupEvent> {
  private final Backpressure backpressure;
  private final CountDownLatch closed = new CountDownLatch(1);

  LagWatch(Backpressure backpressure) {
    this.backpressure = backpressure;
  }

  @Override
  public void onApplicationEvent(ServerStartupEvent serverIsUp) {
    Thread.ofVirtual().name("lag-watch").start(this::watch);
  }

  private void watch() {
    try {
      do {
        backpressure.measure();
      } while (!closed.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void close() {
    closed.countDown();
  }
}
