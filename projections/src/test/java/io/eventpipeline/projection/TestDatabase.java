package io.eventpipeline.projection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.eventpipeline.local.Folders;
import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.projection.row.OrderRow;
import io.eventpipeline.projection.row.PaymentRow;
import io.eventpipeline.projection.row.ProjectedType;
import io.eventpipeline.projection.row.ProjectionRow;
import io.eventpipeline.projection.row.StockRow;
import io.eventpipeline.projection.row.UserRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL of a test's own, and what stands in its tables. */
public final class TestDatabase implements AutoCloseable {
  private final Path dir;
  public final LocalPostgres postgres;

  public TestDatabase() {
    try {
      dir = Files.createTempDirectory("projections");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    postgres = LocalPostgres.start(dir, 0);
  }

  /** A connection of the owner. */
  public Connection connect() throws SQLException {
    return connect(LocalPostgres.USER);
  }

  public Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(postgres.url(), user, "");
  }

  /** A pool that fails as fast as the one of the consumer, with some milliseconds added. */
  public HikariDataSource pool() {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(postgres.url());
    pool.setUsername(LocalPostgres.USER);
    pool.setMaximumPoolSize(3);
    pool.setConnectionTimeout(2000);
    pool.setValidationTimeout(1000);
    pool.setInitializationFailTimeout(-1);
    pool.addDataSourceProperty("connectTimeout", "2");
    pool.addDataSourceProperty("loginTimeout", "2");
    pool.addDataSourceProperty("socketTimeout", "10");
    return new HikariDataSource(pool);
  }

  /** Runs statements as the owner. */
  public void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Empties all tables. */
  public void clear() throws SQLException {
    run("TRUNCATE users, orders, payments, inventory");
  }

  /** The rows of a table, by key. */
  public List<ProjectionRow> rows(ProjectedType type) throws SQLException {
    List<ProjectionRow> rows = new ArrayList<>();
    try (Connection connection = connect();
        ResultSet found =
            connection
                .createStatement()
                .executeQuery("SELECT * FROM %s ORDER BY 1".formatted(type.table()))) {
      while (found.next()) {
        rows.add(row(type, found));
      }
    }
    return rows;
  }

  private static ProjectionRow row(ProjectedType type, ResultSet at) throws SQLException {
    return switch (type) {
      case USER_CREATED ->
          new UserRow(
              at.getString("user_id"),
              at.getString("email"),
              at.getString("name"),
              millis(at, "created_at"),
              at.getString("event_id"));
      case ORDER_PLACED ->
          new OrderRow(
              at.getString("order_id"),
              at.getString("user_id"),
              at.getBigDecimal("amount"),
              at.getString("status"),
              millis(at, "placed_at"),
              at.getString("event_id"));
      case PAYMENT_SETTLED ->
          new PaymentRow(
              at.getString("payment_id"),
              at.getString("order_id"),
              at.getBigDecimal("amount"),
              at.getString("status"),
              millis(at, "settled_at"),
              at.getString("event_id"));
      case INVENTORY_ADJUSTED ->
          new StockRow(
              at.getString("sku"),
              at.getLong("quantity"),
              millis(at, "last_adjusted_at"),
              at.getString("event_id"));
    };
  }

  private static long millis(ResultSet at, String column) throws SQLException {
    return at.getObject(column, OffsetDateTime.class).toInstant().toEpochMilli();
  }

  @Override
  public void close() {
    postgres.close();
    try {
      Folders.delete(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
