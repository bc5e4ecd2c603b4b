package io.eventpipeline.projection.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventpipeline.projection.sql.PostgresSql;
import io.eventpipeline.projection.sql.ProjectionSchema;
import io.eventpipeline.projection.sql.ProjectionSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/** The database of the tables. Threads: any. */
final class ProjectionDatabase {
  /** For one look at the tables. Both writers may look in turn before the process can end. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final DataSource pool;
  private final ProjectionSchema schema;
  private final ProjectionSql sql = new PostgresSql();

  /** True once this process has made the tables, or found them made. */
  @GuardedBy("this")
  private boolean migrated;

  ProjectionDatabase(DataSource pool, ProjectionSchema schema) {
    this.pool = pool;
    this.schema = schema;
  }

  /**
   * Looks whether the tables would take rows. Migrates them the first time, and when they are not
   * as they should be. A migration alone proves nothing: it passes over a table that somebody
   * dropped or changed.
   *
   * @return true if the tables were migrated and would take rows now
   * @throws SQLException if the database does not answer, or the tables would take no rows
   * @throws FlywayException if the tables cannot be migrated
   */
  synchronized boolean prepare() throws SQLException {
    if (migrated && areWritable()) {
      return false;
    }
    schema.migrate(pool, null);
    requireWritable();
    migrated = true;
    return true;
  }

  private boolean areWritable() throws SQLException {
    try {
      requireWritable();
      return true;
    } catch (SQLException e) {
      if (SqlProblem.isOfSchema(e)) {
        return false;
      }
      throw e;
    }
  }

  private void requireWritable() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      new BatchTransaction(connection, sql, BatchDeadline.in(LOOK)).requireWritable();
    }
  }

  /** Writes rows in one transaction, and ends within {@link WriteLimits#BATCH}. */
  BatchResult write(List<WaitingRow> rows) {
    BatchDeadline deadline = BatchDeadline.in(WriteLimits.BATCH);
    try (Connection connection = pool.getConnection()) {
      return new BatchResult.Written(new BatchTransaction(connection, sql, deadline).commit(rows));
    } catch (SQLException e) {
      return new BatchResult.Failed(e);
    }
  }
}
