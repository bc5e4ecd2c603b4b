package io.eventpipeline.testbed.rig;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of all tables.
 *
 * @param tables each row by its key; see {@link SqlEvent#row}
 */
public record SqlRows(Map<SqlTable, Map<String, List<String>>> tables) {
  /** Of events of one row, the last one counts. Ids are ASCII, so Java sorts them by bytes. */
  private static final Comparator<SqlEvent> NEWEST_LAST =
      Comparator.comparingLong(SqlEvent::time).thenComparing(event -> event.id());

  /** The rows that these events leave, in whatever order and however often they come. */
  public static SqlRows after(Collection<SqlEvent> events) {
    SqlRows rows = empty();
    events.stream()
        .sorted(NEWEST_LAST)
        .forEach(event -> rows.of(event.table()).put(event.key(), event.row()));
    return rows;
  }

  static SqlRows read(Connection connection) throws SQLException {
    SqlRows rows = empty();
    for (SqlTable table : SqlTable.values()) {
      try (Statement statement = connection.createStatement();
          ResultSet read = statement.executeQuery(table.select())) {
        while (read.next()) {
          List<String> row = row(read);
          rows.of(table).put(row.getFirst(), row);
        }
      }
    }
    return rows;
  }

  private static SqlRows empty() {
    Map<SqlTable, Map<String, List<String>>> tables = new EnumMap<>(SqlTable.class);
    for (SqlTable table : SqlTable.values()) {
      tables.put(table, new HashMap<>());
    }
    return new SqlRows(tables);
  }

  private static List<String> row(ResultSet read) throws SQLException {
    List<String> row = new ArrayList<>();
    for (int column = 1; column <= read.getMetaData().getColumnCount(); column++) {
      row.add(String.valueOf(read.getString(column)));
    }
    return row;
  }

  /** The rows of one table, by key. */
  public Map<String, List<String>> of(SqlTable table) {
    return tables.getOrDefault(table, Map.of());
  }
}
