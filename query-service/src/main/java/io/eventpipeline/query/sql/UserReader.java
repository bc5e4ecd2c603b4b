package io.eventpipeline.query.sql;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a user with the latest orders. Threads: any; callers wait. */
@Singleton
@Requires(beans = QuerySql.class)
public final class UserReader {
  /** One statement sees the tables at one moment. A user without orders has one row. */
  private static final String STATEMENT =
      """
      SELECT u.user_id, u.email, u.name, u.created_at, o.order_id, o.amount, o.status, o.placed_at
      FROM users u LEFT JOIN LATERAL (
        SELECT order_id, amount, status, placed_at FROM orders WHERE user_id = u.user_id
        ORDER BY placed_at DESC, order_id DESC LIMIT 5) o ON true
      WHERE u.user_id = ?
      ORDER BY o.placed_at DESC, o.order_id DESC\
      """;

  private final QuerySql sql;

  UserReader(QuerySql sql) {
    this.sql = sql;
  }

  /**
   * Null if there is no such user.
   *
   * @param id without NUL
   * @throws SqlAway if the tables cannot be read now
   */
  public @Nullable UserOrders read(String id) throws SqlAway {
    return sql.<@Nullable UserOrders>read(
        STATEMENT, id, rows -> rows.next() ? new UserOrders(user(rows), orders(rows)) : null);
  }

  private static StoredUser user(ResultSet rows) throws SQLException {
    return new StoredUser(
        rows.getString("user_id"),
        rows.getString("email"),
        rows.getString("name"),
        RowTime.of(rows, "created_at"));
  }

  /** From the current row on. */
  private static List<StoredOrder> orders(ResultSet rows) throws SQLException {
    List<StoredOrder> orders = new ArrayList<>();
    do {
      if (rows.getString("order_id") != null) {
        orders.add(OrderReader.order(rows));
      }
    } while (rows.next());
    return orders;
  }
}
