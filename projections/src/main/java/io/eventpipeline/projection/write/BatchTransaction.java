package io.eventpipeline.projection.write;

import io.eventpipeline.projection.sql.ProjectionSql;
import io.eventpipeline.projection.sql.RowBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes rows in one transaction: all at once, or in smaller groups if one of them is refused. Ends
 * at its deadline, also if a lock holds it or the server is frozen. For one batch or one look at
 * the tables, on one thread.
 */
final class BatchTransaction {
  /** A statement ends before the network gives up, so that the connection may be used again. */
  private static final int SERVER_FIRST_MS = 1000;

  /** The server hears of its deadline again when it is this much wrong. */
  private static final int LIMIT_STEP_MS = 500;

  private static final int NOT_SET = Integer.MAX_VALUE;

  private static final Comparator<WaitingRow> LOCK_ORDER =
      Comparator.comparing(WaitingRow::row, RowBatch.LOCK_ORDER);

  private final Connection connection;
  private final ProjectionSql sql;
  private final BatchDeadline deadline;
  private int serverLimit = NOT_SET;

  /**
   * @param connection closed by the caller
   */
  BatchTransaction(Connection connection, ProjectionSql sql, BatchDeadline deadline) {
    this.connection = connection;
    this.sql = sql;
    this.deadline = deadline;
  }

  /**
   * Commits the rows.
   *
   * @return the rows that the database refuses, each with its reason
   * @throws SQLException if it takes none of them
   */
  Map<WaitingRow, Exception> commit(List<WaitingRow> rows) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Map<WaitingRow, Exception> refused = write(rows);
      limitNetwork();
      connection.commit();
      return refused;
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      throw e;
    }
  }

  /**
   * Changes nothing.
   *
   * @throws SQLException if the tables would take no row
   */
  void requireWritable() throws SQLException {
    connection.setAutoCommit(false);
    try {
      limit();
      sql.requireWritable(connection);
      connection.rollback();
    } catch (SQLException e) {
      rollback(e);
      throw e;
    }
  }

  private Map<WaitingRow, Exception> write(List<WaitingRow> rows) throws SQLException {
    try {
      write(batch(rows));
      return Map.of();
    } catch (SQLException | RuntimeException e) {
      requireOfRow(e);
      limitNetwork();
      connection.rollback();
      serverLimit = NOT_SET;
      Map<WaitingRow, Exception> refused = new HashMap<>();
      writeApart(rows.stream().sorted(LOCK_ORDER).toList(), refused);
      return refused;
    }
  }

  /**
   * Halves the rows until each half is taken or is a single row.
   *
   * @param rows in the order of locks: so the older rows of a key come first, and count if the
   *     newest one is refused
   */
  private void writeApart(List<WaitingRow> rows, Map<WaitingRow, Exception> refused)
      throws SQLException {
    limit();
    Savepoint before = connection.setSavepoint();
    try {
      write(batch(rows));
      connection.releaseSavepoint(before);
    } catch (SQLException | RuntimeException e) {
      requireOfRow(e);
      limitNetwork();
      connection.rollback(before);
      serverLimit = NOT_SET; // as it was at the savepoint
      if (rows.size() == 1) {
        refused.put(rows.getFirst(), e);
      } else {
        int half = rows.size() / 2;
        writeApart(rows.subList(0, half), refused);
        writeApart(rows.subList(half, rows.size()), refused);
      }
    }
  }

  private static RowBatch batch(List<WaitingRow> rows) {
    return RowBatch.of(rows.stream().map(WaitingRow::row).toList());
  }

  private static void requireOfRow(Exception e) throws SQLException {
    if (e instanceof SQLException sql && !SqlProblem.isOfRow(sql)) {
      throw sql;
    }
  }

  private void write(RowBatch batch) throws SQLException {
    for (RowBatch table : batch.byTable()) {
      limit();
      sql.write(connection, table);
    }
  }

  private void limit() throws SQLException {
    limitNetwork();
    int left = Math.max(1, deadline.millisLeft() - SERVER_FIRST_MS);
    if (left < serverLimit - LIMIT_STEP_MS) {
      try (Statement set = connection.createStatement()) {
        set.execute("SET LOCAL statement_timeout = " + left);
      }
      serverLimit = left;
    }
  }

  private void limitNetwork() throws SQLException {
    connection.setNetworkTimeout(Runnable::run, deadline.millisLeft());
  }

  private void rollback(Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
