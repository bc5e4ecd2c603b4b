package io.eventpipeline.projection.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the new tables differ from the live ones. One thread. */
final class TableDifferences {
  private final Connection connection;
  private final String live;

  /**
   * @param live schema of the live tables
   */
  TableDifferences(Connection connection, String live) {
    this.connection = connection;
    this.live = live;
  }

  /**
   * Ids of events that have a row here and none in the live tables, nor a newer one.
   *
   * @param finished the offset, by partition, before which the pipeline has finished every event:
   *     what comes later is not skipped, but waits
   */
  List<String> skipped(Map<Integer, Long> finished) throws SQLException {
    try (PreparedStatement note =
        connection.prepareStatement(
            "INSERT INTO finished SELECT * FROM unnest(?::int[], ?::bigint[])")) {
      List<Map.Entry<Integer, Long>> all = List.copyOf(finished.entrySet());
      note.setArray(
          1, connection.createArrayOf("int", all.stream().map(Map.Entry::getKey).toArray()));
      note.setArray(
          2, connection.createArrayOf("bigint", all.stream().map(Map.Entry::getValue).toArray()));
      note.executeUpdate();
    }
    List<String> found = new ArrayList<>();
    for (ProjectedTable table : ProjectedTable.values()) {
      found.addAll(
          texts(
              connection,
              """
              SELECT n.event_id FROM %1$s n
              JOIN read_events e ON e.event_id = n.event_id
              JOIN finished f ON f.partition = e.partition AND e.position < f.position
              LEFT JOIN %2$s.%1$s l ON l.%3$s = n.%3$s
              WHERE l.%3$s IS NULL OR (l.%4$s, l.event_id) < (n.%4$s, n.event_id)
              ORDER BY n.event_id
              """
                  .formatted(table.tableName(), live, table.key(), table.time())));
    }
    return found;
  }

  /** Live rows without a row here, as {@code table key}. */
  List<String> unexplained() throws SQLException {
    List<String> found = new ArrayList<>();
    for (ProjectedTable table : ProjectedTable.values()) {
      found.addAll(
          texts(
              connection,
              """
              SELECT '%1$s ' || l.%3$s FROM %2$s.%1$s l LEFT JOIN %1$s n ON n.%3$s = l.%3$s
              WHERE n.%3$s IS NULL ORDER BY 1
              """
                  .formatted(table.tableName(), live, table.key())));
    }
    return found;
  }

  /** The first column of the answer. */
  static List<String> texts(Connection connection, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
