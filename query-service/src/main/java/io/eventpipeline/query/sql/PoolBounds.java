package io.eventpipeline.query.sql;

import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.value.PropertyResolver;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Bounds the pool and the time of each step, where the user set nothing else. A server that is away
 * does not stop the start.
 */
@Singleton
final class PoolBounds implements BeanCreatedEventListener<DatasourceConfiguration> {
  private static final int CONNECTIONS = 8;
  private static final int IDLE = 2;

  /** How long a request waits for a connection, and a connection for the answer to its test. */
  private static final int WAIT_MS = 1000;

  /** Of the driver, whose own defaults wait much longer. Times are in seconds, options in words. */
  private static final Map<String, String> DRIVER =
      Map.of(
          "ApplicationName", "query-service",
          "connectTimeout", "5",
          "loginTimeout", "5",
          "socketTimeout", "5",
          "tcpKeepAlive", "true",
          "options", "-c statement_timeout=2s");

  private final PropertyResolver settings;

  PoolBounds(PropertyResolver settings) {
    this.settings = settings;
  }

  @Override
  public DatasourceConfiguration onCreated(BeanCreatedEvent<DatasourceConfiguration> event) {
    DatasourceConfiguration pool = event.getBean();
    unlessSet(pool, "pool-name", () -> pool.setPoolName("sql"));
    unlessSet(pool, "maximum-pool-size", () -> pool.setMaximumPoolSize(CONNECTIONS));
    unlessSet(pool, "minimum-idle", () -> pool.setMinimumIdle(IDLE));
    unlessSet(pool, "connection-timeout", () -> pool.setConnectionTimeout(WAIT_MS));
    unlessSet(pool, "validation-timeout", () -> pool.setValidationTimeout(WAIT_MS));
    unlessSet(pool, "initialization-fail-timeout", () -> pool.setInitializationFailTimeout(-1));
    unlessSet(pool, "read-only", () -> pool.setReadOnly(true));
    DRIVER.forEach(pool.getDataSourceProperties()::putIfAbsent);
    return pool;
  }

  private void unlessSet(DatasourceConfiguration pool, String setting, Runnable bound) {
    if (!settings.containsProperty("datasources." + pool.getName() + "." + setting)) {
      bound.run();
    }
  }
}
