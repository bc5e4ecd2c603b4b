package io.eventpipeline.projection.sql;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Brings the tables of a database to the current version. Flyway is called here and not as the
 * framework's bean, because that bean fails the start while the database is away. Threads and
 * processes: any, at the same time.
 *
 * @param reader the role that may read the tables, if the database has it
 */
public record ProjectionSchema(String reader) {
  /**
   * Makes the tables, or changes them to what this version needs. Does nothing if they are current.
   *
   * @param schema made if it is missing; null for the connection's own, the first of its search
   *     path
   * @throws FlywayException if the database is away or refuses; may be tried again
   */
  public void migrate(DataSource database, @Nullable String schema) {
    try (MigrationConnections connections = new MigrationConnections(database)) {
      FluentConfiguration settings =
          Flyway.configure(ProjectionSchema.class.getClassLoader())
              .dataSource(connections.source())
              .locations("classpath:db/projections")
              .placeholders(Map.of("reader", reader))
              // Other tables may stand beside ours.
              .baselineOnMigrate(true)
              .baselineVersion("0");
      if (schema != null) {
        settings.schemas(schema);
      }
      var ignored = settings.load().migrate();
    }
  }
}
