package io.eventpipeline.query.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Says in a few words why PostgreSQL did not answer a read, from the state of its error. */
final class SqlReason {
  private SqlReason() {}

  static String of(SQLException error) {
    @Nullable String state = error.getSQLState();
    return switch (state == null ? "" : state) {
      case "42P01", "3F000" ->
          "its tables do not exist yet; a consumer with projections makes them";
      case "42501" -> "this account may not read the tables; see projections.reader";
      case "3D000" -> "it has no such database";
      case "28P01", "28000" -> "it refuses this account or its password";
      case "53300" -> "it has no connection left";
      case "57014" -> "it took too long";
      default -> "it does not answer";
    };
  }
}
