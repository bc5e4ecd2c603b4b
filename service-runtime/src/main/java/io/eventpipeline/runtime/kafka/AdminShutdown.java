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
 * Closes the admin client when the process ends, after all others have finished their work. The
 * framework would wait for its unanswered calls, a minute and more while Kafka is away.
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
