package io.eventpipeline.runtime.start;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.scheduling.processor.ScheduledMethodProcessor;
import jakarta.inject.Singleton;

/**
 * Ends the scheduled tasks when the process ends, after all other listeners. Without this a task
 * that is due after its bean was destroyed has the framework make that bean, and the connections it
 * needs, once more.
 */
@Singleton
@Order(Ordered.LOWEST_PRECEDENCE)
final class ScheduledTasksEnd implements ApplicationEventListener<ShutdownEvent> {
  private final ScheduledMethodProcessor tasks;

  ScheduledTasksEnd(ScheduledMethodProcessor tasks) {
    this.tasks = tasks;
  }

  @Override
  public void onApplicationEvent(ShutdownEvent event) {
    tasks.close();
  }
}
