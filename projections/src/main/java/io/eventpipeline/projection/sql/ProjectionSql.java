package io.eventpipeline.projection.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Writes rows in the SQL of one kind of database. Threads: any, each with its own connection. */
public interface ProjectionSql {
  /**
   * Writes each row unless the table has a newer one of its key. The same event again replaces its
   * row, so that an edited replay counts. The caller commits. The schema is the connection's.
   *
   * @throws SQLException of which nothing is known; the caller rolls back
   */
  void write(Connection connection, RowBatch batch) throws SQLException;

  /**
   * Runs the statements of all tables without a row, which changes nothing. The caller ends the
   * transaction.
   *
   * @throws SQLException if a table is missing or has other columns, the account has no right to
   *     write, or the database is read-only
   */
  void requireWritable(Connection connection) throws SQLException;
}
