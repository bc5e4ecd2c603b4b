package io.eventpipeline.query.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Writes a time of a row as ISO 8601 in UTC with milliseconds: {@code …T10:00:00.120Z}. */
final class RowTime {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private RowTime() {}

  static String of(ResultSet row, String column) throws SQLException {
    return MILLIS.format(row.getObject(column, OffsetDateTime.class));
  }
}
