package io.eventpipeline.runtime.kafka;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.apache.kafka.clients.admin.AdminClient;

/**
 * Closes the admin client when the process ends, after all other listeners. Without this the
 * framework waits a minute or more for unanswered calls while Kafka is not available.
 */
@Singleton
@Requires(beans = AdminClient.class)
@Order(Ordered.LOWEST_PRECEDENCE)
final class AdminShutdown implements ApplicationEventListener<ShutdownEvent> {
  private final AdminClient admin;

  AdminShutdown(AdminClient admin) {
    this.admin = admin;
  }

  @Override
  public void onApplicationEvent(ShutdownEvent event) {
    admin.close(Duration.ZERO);
  }
}
