package io.eventpipeline.runtime.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScheduledTasksEndTest {
  private static final String ON = "scheduled-tasks-end-test";
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final CountDownLatch RAN = new CountDownLatch(1);

  /** Its end takes so long that its task is due meanwhile. */
  @Context
  @Requires(property = ON)
  static final class Often {
    private final ScheduledExecutorService scheduler;

    Often(@Named(TaskExecutors.SCHEDULED) ExecutorService scheduler) {
      this.scheduler = (ScheduledExecutorService) scheduler;
      MADE.incrementAndGet();
    }

    @Scheduled(fixedDelay = "50ms")
    void run() {
      RAN.countDown();
    }

    @PreDestroy
    void end() throws Exception {
      for (int twice = 0; twice < 2; twice++) {
        Future<?> later = scheduler.schedule(() -> {}, 100, TimeUnit.MILLISECONDS);
        later.get();
      }
    }
  }

  @Test
  void a_destroyed_bean_is_not_made_again_for_its_task() throws Exception {
    try (ApplicationContext context =
        ApplicationContext.run(Map.of(ON, "true", "log.format", "text"))) {
      assertThat(context.isRunning()).isTrue();
      RAN.await();
    }
    assertThat(MADE).hasValue(1);
  }
}
