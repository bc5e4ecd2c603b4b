package io.eventpipeline.projection.write;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.jdbc.JdbcIndicator;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Not ready while the database takes no rows. It asks nothing, because the writers know. The
 * framework's indicator would take their connections, and wait for a database that is away.
 */
@Singleton
@Replaces(JdbcIndicator.class)
@Requires(property = "projections.enabled", value = "true")
final class DatabaseHealth implements HealthIndicator {
  private final RowWriter writer;

  DatabaseHealth(RowWriter writer) {
    this.writer = writer;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    @Nullable String trouble = writer.trouble();
    HealthResult.Builder result =
        trouble == null
            ? HealthResult.builder("projections", HealthStatus.UP)
                .details(Map.of("takesRows", true))
            : HealthResult.builder("projections", HealthStatus.DOWN)
                .details(Map.of("takesRows", false, "reason", trouble));
    return Publishers.just(result.build());
  }
}
