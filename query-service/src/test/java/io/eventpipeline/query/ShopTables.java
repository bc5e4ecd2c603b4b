package io.eventpipeline.query;

import io.eventpipeline.local.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A PostgreSQL of a test's own with the tables of the projections. Writes as their owner. */
final class ShopTables implements AutoCloseable {
  final LocalPostgres server;

  ShopTables(Path dir) {
    server = LocalPostgres.start(dir, 0);
  }

  /** Makes the tables as a consumer with projections does. */
  ShopTables migrated() {
    Flyway.configure()
        .dataSource(server.url(), LocalPostgres.USER, "")
        .locations("filesystem:../projections/src/main/resources/db/projections")
        .placeholders(Map.of("reader", LocalPostgres.READER))
        .load()
        .migrate();
    return this;
  }

  /** What a query service needs to read the tables, before settings of a test's own. */
  String[] settings(String... more) {
    String[] all = new String[4 + more.length];
    all[0] = "datasources.default.url";
    all[1] = server.url();
    all[2] = "datasources.default.username";
    all[3] = LocalPostgres.READER;
    System.arraycopy(more, 0, all, 4, more.length);
    return all;
  }

  Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(server.url(), user, "");
  }

  void run(String sql, Object... values) {
    try (Connection owner = connect(LocalPostgres.USER)) {
      run(owner, sql, values);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      boolean ignored = statement.execute();
    }
  }

  long count(String sql) {
    try (Connection owner = connect(LocalPostgres.USER);
        ResultSet rows = owner.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void user(String id, String name, String createdAt) {
    run(
        "INSERT INTO users VALUES (?, ?, ?, ?, 'e')",
        id,
        name + "@example.com",
        name,
        OffsetDateTime.parse(createdAt));
  }

  void order(String id, String user, String amount, String placedAt) {
    run(
        "INSERT INTO orders VALUES (?, ?, ?::numeric, 'placed', ?, 'e')",
        id,
        user,
        amount,
        OffsetDateTime.parse(placedAt));
  }

  void payment(String id, String order, String amount, String settledAt) {
    run(
        "INSERT INTO payments VALUES (?, ?, ?::numeric, 'settled', ?, 'e')",
        id,
        order,
        amount,
        OffsetDateTime.parse(settledAt));
  }

  @Override
  public void close() {
    server.close();
  }
}
