package io.eventpipeline.ingest.publish;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.ShutdownEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.apache.kafka.clients.admin.AdminClient;

/**
 * Closes the admin client when the process goes. The framework would wait for all that was asked of
 * Kafka, a minute and more while that is away.
 */
@Singleton
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
