package io.eventpipeline.projection.rebuild;

import io.eventpipeline.projection.sql.PostgresSql;
import io.eventpipeline.projection.sql.RowBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes rows of events, each event once: {@code read_events} holds the ids of all. Only a replay
 * is written again, because its payload may be another. One thread.
 */
final class OnceWriter {
  /** SQL state of a deadlock or of a conflict: the transaction can be repeated. */
  private static final String REPEATABLE = "40";

  private final Connection connection;

  OnceWriter(Connection connection) {
    this.connection = connection;
  }

  /**
   * Writes rows, each event once and then each of its replays.
   *
   * @return how many had an earlier row of their event
   */
  int write(List<RecordedRow> rows) throws SQLException {
    Map<String, RecordedRow> byId = new LinkedHashMap<>();
    rows.forEach(
        each ->
            byId.merge(
                each.row().eventId(), each, (known, next) -> next.replayed() ? next : known));
    if (byId.isEmpty()) {
      return 0;
    }
    while (true) {
      try {
        return rows.size() - write(byId);
      } catch (SQLException e) {
        connection.rollback();
        if (e.getSQLState() == null || !e.getSQLState().startsWith(REPEATABLE)) {
          throw e;
        }
      }
    }
  }

  private int write(Map<String, RecordedRow> byId) throws SQLException {
    Set<String> fresh = new HashSet<>();
    try (PreparedStatement note =
        connection.prepareStatement(
            """
            INSERT INTO read_events SELECT * FROM unnest(?::text[], ?::int[], ?::bigint[])
            ON CONFLICT DO NOTHING RETURNING event_id
            """)) {
      List<RecordedRow> all = List.copyOf(byId.values());
      note.setArray(1, connection.createArrayOf("text", byId.keySet().toArray()));
      note.setArray(
          2, connection.createArrayOf("int", all.stream().map(RecordedRow::partition).toArray()));
      note.setArray(
          3, connection.createArrayOf("bigint", all.stream().map(RecordedRow::offset).toArray()));
      try (ResultSet ids = note.executeQuery()) {
        while (ids.next()) {
          fresh.add(ids.getString(1));
        }
      }
    }
    new PostgresSql()
        .write(
            connection,
            RowBatch.of(
                byId.values().stream()
                    .filter(each -> each.replayed() || fresh.contains(each.row().eventId()))
                    .map(RecordedRow::row)
                    .toList()));
    connection.commit();
    return fresh.size();
  }
}
