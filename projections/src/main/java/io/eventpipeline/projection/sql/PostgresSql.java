package io.eventpipeline.projection.sql;

import io.eventpipeline.projection.row.OrderRow;
import io.eventpipeline.projection.row.PaymentRow;
import io.eventpipeline.projection.row.ProjectionRow;
import io.eventpipeline.projection.row.StockRow;
import io.eventpipeline.projection.row.UserRow;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Writes to PostgreSQL: one statement a table, whatever the number of rows. {@code MERGE} is not
 * used, because there two transactions may both insert one key.
 */
public final class PostgresSql implements ProjectionSql {
  private static final String TEXT = "text";
  private static final String DECIMAL = "numeric";
  private static final String INTEGER = "bigint";

  private static final String USERS =
      upsert(
          """
          INSERT INTO users AS t (user_id, email, name, created_at, event_id)
          SELECT key, email, name, %1$s, event_id
          FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[])
            AS rows (key, email, name, time, event_id)
          ON CONFLICT (user_id) DO UPDATE
          SET email = excluded.email, name = excluded.name,
            created_at = excluded.created_at, event_id = excluded.event_id
          WHERE (t.created_at, t.event_id) <= (excluded.created_at, excluded.event_id)
          """);

  private static final String ORDERS =
      upsert(
          """
          INSERT INTO orders AS t (order_id, user_id, amount, status, placed_at, event_id)
          SELECT key, user_id, amount, status, %1$s, event_id
          FROM unnest(?::text[], ?::text[], ?::numeric[], ?::text[], ?::bigint[], ?::text[])
            AS rows (key, user_id, amount, status, time, event_id)
          ON CONFLICT (order_id) DO UPDATE
          SET user_id = excluded.user_id, amount = excluded.amount, status = excluded.status,
            placed_at = excluded.placed_at, event_id = excluded.event_id
          WHERE (t.placed_at, t.event_id) <= (excluded.placed_at, excluded.event_id)
          """);

  private static final String PAYMENTS =
      upsert(
          """
          INSERT INTO payments AS t (payment_id, order_id, amount, status, settled_at, event_id)
          SELECT key, order_id, amount, status, %1$s, event_id
          FROM unnest(?::text[], ?::text[], ?::numeric[], ?::text[], ?::bigint[], ?::text[])
            AS rows (key, order_id, amount, status, time, event_id)
          ON CONFLICT (payment_id) DO UPDATE
          SET order_id = excluded.order_id, amount = excluded.amount, status = excluded.status,
            settled_at = excluded.settled_at, event_id = excluded.event_id
          WHERE (t.settled_at, t.event_id) <= (excluded.settled_at, excluded.event_id)
          """);

  private static final String STOCK =
      upsert(
          """
          INSERT INTO inventory AS t (sku, quantity, last_adjusted_at, event_id)
          SELECT key, quantity, %1$s, event_id
          FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[])
            AS rows (key, quantity, time, event_id)
          ON CONFLICT (sku) DO UPDATE
          SET quantity = excluded.quantity,
            last_adjusted_at = excluded.last_adjusted_at, event_id = excluded.event_id
          WHERE (t.last_adjusted_at, t.event_id) <= (excluded.last_adjusted_at, excluded.event_id)
          """);

  private static final List<Table<?>> TABLES =
      List.of(
          new Table<>(
              USERS,
              RowBatch::users,
              List.of(
                  new Column<>(TEXT, UserRow::userId),
                  new Column<>(TEXT, UserRow::email),
                  new Column<>(TEXT, UserRow::name))),
          new Table<>(
              ORDERS,
              RowBatch::orders,
              List.of(
                  new Column<>(TEXT, OrderRow::orderId),
                  new Column<>(TEXT, OrderRow::userId),
                  new Column<>(DECIMAL, OrderRow::amount),
                  new Column<>(TEXT, OrderRow::status))),
          new Table<>(
              PAYMENTS,
              RowBatch::payments,
              List.of(
                  new Column<>(TEXT, PaymentRow::paymentId),
                  new Column<>(TEXT, PaymentRow::orderId),
                  new Column<>(DECIMAL, PaymentRow::amount),
                  new Column<>(TEXT, PaymentRow::status))),
          new Table<>(
              STOCK,
              RowBatch::stock,
              List.of(
                  new Column<>(TEXT, StockRow::sku), new Column<>(INTEGER, StockRow::quantity))));

  /** The whole milliseconds stay exact, which they would not as seconds with a fraction. */
  private static String upsert(String statement) {
    return statement.formatted("timestamptz 'epoch' + time * interval '1 millisecond'");
  }

  @Override
  public void write(Connection connection, RowBatch batch) throws SQLException {
    for (Table<?> table : TABLES) {
      table.write(connection, batch);
    }
  }

  @Override
  public void requireWritable(Connection connection) throws SQLException {
    for (Table<?> table : TABLES) {
      table.execute(connection, List.of());
    }
  }

  /**
   * One parameter of a statement: an array of values.
   *
   * @param type of its elements
   */
  private record Column<R extends ProjectionRow>(String type, Function<R, Object> value) {
    Array of(Connection connection, List<R> rows) throws SQLException {
      return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }
  }

  /**
   * How the rows of one table are written.
   *
   * @param columns without those that each table ends with
   */
  private record Table<R extends ProjectionRow>(
      String sql, Function<RowBatch, List<R>> rows, List<Column<R>> columns) {
    void write(Connection connection, RowBatch batch) throws SQLException {
      List<R> ours = rows.apply(batch);
      if (!ours.isEmpty()) {
        execute(connection, ours);
      }
    }

    void execute(Connection connection, List<R> values) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        int at = 0;
        for (Column<R> column : columns) {
          statement.setArray(++at, column.of(connection, values));
        }
        statement.setArray(++at, new Column<R>(INTEGER, R::time).of(connection, values));
        statement.setArray(++at, new Column<R>(TEXT, R::eventId).of(connection, values));
        statement.executeUpdate();
      }
    }
  }
}
