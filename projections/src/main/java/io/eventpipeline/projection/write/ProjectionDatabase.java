package io.eventpipeline.projection.write;

import io.eventpipeline.projection.sql.PostgresSql;
import io.eventpipeline.projection.sql.ProjectionSchema;
import io.eventpipeline.projection.sql.ProjectionSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/** The database of the tables. Threads: any. */
final class ProjectionDatabase {
  private final DataSource pool;
  private final ProjectionSchema schema;
  private final ProjectionSql sql = new PostgresSql();

  /** True once the tables are known to be there. */
  private volatile boolean migrated;

  ProjectionDatabase(DataSource pool, ProjectionSchema schema) {
    this.pool = pool;
    this.schema = schema;
  }

  /**
   * Looks whether it answers. The first time, and when the tables were lost, makes them.
   *
   * @return true if it has just proved that it takes writes
   * @throws SQLException if it does not answer
   * @throws FlywayException if the tables cannot be made
   */
  synchronized boolean prepare() throws SQLException {
    if (migrated) {
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
      return false;
    }
    schema.migrate(pool, null);
    migrated = true;
    return true;
  }

  /** Writes rows in one transaction, and ends within {@link WriteLimits#BATCH}. */
  BatchResult write(List<WaitingRow> rows) {
    BatchDeadline deadline = BatchDeadline.in(WriteLimits.BATCH);
    try (Connection connection = pool.getConnection()) {
      return new BatchResult.Written(new BatchTransaction(connection, sql, deadline).commit(rows));
    } catch (SQLException e) {
      if (SqlProblem.isOfSchema(e)) {
        migrated = false;
      }
      return new BatchResult.Failed(e);
    }
  }
}
