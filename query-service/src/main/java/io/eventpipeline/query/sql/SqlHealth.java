package io.eventpipeline.query.sql;

import io.eventpipeline.runtime.health.Health;
import io.micronaut.context.annotation.Requires;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Shows why users and orders cannot be read. It is always up: metrics need no PostgreSQL. */
@Singleton
@Requires(beans = QuerySql.class)
final class SqlHealth implements HealthIndicator {
  private final QuerySql sql;

  SqlHealth(QuerySql sql) {
    this.sql = sql;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    String trouble = sql.trouble();
    return Health.ofWork(
        "sql",
        Map.of("connected", trouble.isEmpty()),
        trouble.isEmpty()
            ? List.of()
            : List.of("users and orders cannot be read from PostgreSQL: " + trouble));
  }
}
