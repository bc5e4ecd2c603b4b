package io.eventpipeline.query.sql;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads an order with its newest payment. Threads: any; callers wait. */
@Singleton
@Requires(beans = QuerySql.class)
public final class OrderReader {
  /** One statement sees the tables at one moment. An order without payments has one row. */
  private static final String STATEMENT =
      """
      SELECT o.order_id, o.user_id, o.amount, o.status, o.placed_at,
        p.payment_id, p.amount AS paid, p.status AS payment_status, p.settled_at
      FROM orders o LEFT JOIN LATERAL (
        SELECT payment_id, amount, status, settled_at FROM payments WHERE order_id = o.order_id
        ORDER BY settled_at DESC, payment_id DESC LIMIT 1) p ON true
      WHERE o.order_id = ?\
      """;

  private final QuerySql sql;

  OrderReader(QuerySql sql) {
    this.sql = sql;
  }

  /**
   * Null if there is no such order.
   *
   * @param id without NUL
   * @throws SqlAway if the tables cannot be read now
   */
  public @Nullable OrderPayment read(String id) throws SqlAway {
    return sql.<@Nullable OrderPayment>read(
        STATEMENT, id, row -> row.next() ? new OrderPayment(order(row), payment(row)) : null);
  }

  /** The order in the current row. */
  static StoredOrder order(ResultSet row) throws SQLException {
    return new StoredOrder(
        row.getString("order_id"),
        row.getString("user_id"),
        row.getBigDecimal("amount"),
        row.getString("status"),
        RowTime.of(row, "placed_at"));
  }

  private static @Nullable StoredPayment payment(ResultSet row) throws SQLException {
    return row.getString("payment_id") == null
        ? null
        : new StoredPayment(
            row.getString("payment_id"),
            row.getBigDecimal("paid"),
            row.getString("payment_status"),
            RowTime.of(row, "settled_at"));
  }
}
