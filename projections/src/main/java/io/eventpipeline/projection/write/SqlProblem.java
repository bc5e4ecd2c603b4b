package io.eventpipeline.projection.write;

import java.sql.SQLException;

/** What an exception of JDBC means. */
final class SqlProblem {
  private SqlProblem() {}

  /** True if it is the fault of a row: of a value, of a constraint, or a bug that a row hits. */
  static boolean isOfRow(Exception e) {
    return !(e instanceof SQLException sql)
        || hasClass(sql, "22") // data exception
        || hasClass(sql, "23"); // integrity constraint violation
  }

  /** True if another transaction was in the way, and the same may pass a moment later. */
  static boolean isConflict(SQLException e) {
    return hasClass(e, "40");
  }

  /** True if the tables are not there, or not as they should be. */
  static boolean isOfSchema(SQLException e) {
    return hasClass(e, "42") || hasClass(e, "3F");
  }

  private static boolean hasClass(SQLException e, String sqlClass) {
    return e.getSQLState() != null && e.getSQLState().startsWith(sqlClass);
  }

  /** The innermost message, in one line: the pool wraps the one that says why. */
  static String line(Throwable e) {
    Throwable deepest = e;
    for (int depth = 0; deepest.getCause() != null && depth < 100; depth++) {
      deepest = deepest.getCause();
    }
    String text = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
