package io.eventpipeline.projection.write;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.Map;

/** Sizes and bounds the pool of connections, where the operator has not. */
@Singleton
@Requires(property = "projections.enabled", value = "true")
final class PoolDefaults implements BeanCreatedEventListener<DatasourceConfiguration> {
  private static final String PREFIX = "datasources.default.";

  /** One for each writer, and one for migrations. */
  private static final int CONNECTIONS = RowWriter.WRITERS + 1;

  /** Of the driver: parameters of the URL go before them. Times are in seconds. */
  private static final Map<String, String> DRIVER =
      Map.of(
          "ApplicationName", "event-pipeline-projections",
          "connectTimeout", Long.toString(WriteLimits.CONNECTION.toSeconds()),
          "loginTimeout", Long.toString(WriteLimits.CONNECTION.toSeconds()),
          "socketTimeout", Long.toString(WriteLimits.BATCH.toSeconds()),
          "tcpKeepAlive", "true");

  private final Environment environment;

  PoolDefaults(Environment environment) {
    this.environment = environment;
  }

  @Override
  public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
    DatasourceConfiguration pool = event.getBean();
    if (pool.getName().equals("default")) {
      setUnlessGiven("maximum-pool-size", () -> pool.setMaximumPoolSize(CONNECTIONS));
      setUnlessGiven("minimum-idle", () -> pool.setMinimumIdle(RowWriter.WRITERS));
      setUnlessGiven(
          "connection-timeout", () -> pool.setConnectionTimeout(WriteLimits.CONNECTION.toMillis()));
      setUnlessGiven(
          "validation-timeout",
          () -> pool.setValidationTimeout(WriteLimits.CONNECTION.toMillis() / 2));
      // The consumer starts while the database is away.
      setUnlessGiven("initialization-fail-timeout", () -> pool.setInitializationFailTimeout(-1));
      DRIVER.forEach((name, value) -> pool.getDataSourceProperties().putIfAbsent(name, value));
    }
    return pool;
  }

  private void setUnlessGiven(String name, Runnable set) {
    if (!environment.containsProperty(PREFIX + name)) {
      set.run();
    }
  }
}
