package io.eventpipeline.projection.handle;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.eventpipeline.contract.BundledHandler;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Unavailable;
import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.projection.TestDatabase;
import io.eventpipeline.projection.row.ProjectedType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.jdbc.JdbcIndicator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** The beans together, as the consumer has them, and a real PostgreSQL. */
@Timeout(180)
class ProjectionHandlerIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static TestDatabase tables;

  @BeforeAll
  static void start() {
    tables = new TestDatabase();
  }

  @AfterAll
  static void end() {
    tables.close();
  }

  private static ApplicationContext consumer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("projections.enabled", "true");
    settings.put("handler.timeout", "20s");
    settings.put("datasources.default.url", tables.postgres.url());
    settings.put("datasources.default.username", LocalPostgres.USER);
    return ApplicationContext.run(settings);
  }

  private static Event stock(long quantity) {
    return anEvent()
        .type("InventoryAdjustedEvent")
        .with("sku", "s-1")
        .with("quantityChange", 1)
        .with("newQuantity", quantity)
        .with("timestamp", "2026-11-20T09:30:00Z")
        .timestamp(quantity)
        .event();
  }

  private static HealthResult health(ApplicationContext consumer) {
    return consumer.getBeansOfType(HealthIndicator.class).stream()
        .map(indicator -> Flux.from(indicator.getResult()).blockFirst())
        .filter(result -> result.getName().equals("projections"))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitHealth(ApplicationContext consumer, HealthStatus status) {
    await().atMost(SOON).until(() -> health(consumer).getStatus().equals(status));
  }

  @Test
  void an_event_is_a_row_once_its_handler_returns_and_health_follows_the_database()
      throws Exception {
    try (ApplicationContext consumer = consumer(Map.of())) {
      BundledHandler handler = consumer.getBean(BundledHandler.class);
      awaitHealth(consumer, HealthStatus.UP);
      assertThat(consumer.getBeansOfType(HealthIndicator.class))
          .noneMatch(JdbcIndicator.class::isInstance);

      handler.handle(stock(7));
      assertThat(tables.rows(ProjectedType.INVENTORY_ADJUSTED)).hasSize(1);
      assertThatThrownBy(() -> handler.handle(anEvent().type("OrderPlacedEvent").event()))
          .isInstanceOf(NonRetryable.class);
      MeterRegistry registry = consumer.getBean(MeterRegistry.class);
      assertThat(registry.get("projection.refused").counter().count()).isEqualTo(1);

      tables.postgres.stop();
      assertThatThrownBy(() -> handler.handle(stock(8))).isInstanceOf(Unavailable.class);
      awaitHealth(consumer, HealthStatus.DOWN);
      assertThat(health(consumer).getDetails().toString()).contains("reason");
      tables.postgres.restart();
      awaitHealth(consumer, HealthStatus.UP);
      handler.handle(stock(9));
    }
  }

  @Test
  void the_pool_is_bounded_where_the_operator_says_nothing() throws Exception {
    Map<String, Object> given =
        Map.of(
            "datasources.default.maximum-pool-size", "7",
            "datasources.default.data-source-properties.socketTimeout", "33");
    try (ApplicationContext byDefault = consumer(Map.of());
        ApplicationContext asGiven = consumer(given)) {
      HikariDataSource pool = pool(byDefault);
      assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
      assertThat(pool.getConnectionTimeout()).isEqualTo(2000);
      assertThat(pool.getDataSourceProperties()).containsEntry("socketTimeout", "10");
      assertThat(pool(asGiven).getMaximumPoolSize()).isEqualTo(7);
      assertThat(pool(asGiven).getDataSourceProperties())
          .containsEntry("socketTimeout", "33")
          .containsEntry("ApplicationName", "event-pipeline-projections");
    }
  }

  private static HikariDataSource pool(ApplicationContext consumer) {
    return (HikariDataSource) consumer.getBean(DataSource.class);
  }

  @Test
  void two_consumers_that_start_at_once_on_an_empty_database_are_both_healthy() throws Exception {
    tables.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    try (ApplicationContext one = consumer(Map.of());
        ApplicationContext two = consumer(Map.of())) {
      awaitHealth(one, HealthStatus.UP);
      awaitHealth(two, HealthStatus.UP);
      assertThat(tables.rows(ProjectedType.USER_CREATED)).isEqualTo(List.of());
    }
  }
}
