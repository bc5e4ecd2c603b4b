package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/**
 * A PostgreSQL for projections and their queries, as its owner sees it, and what the services need
 * to use it. Threads: any, but one at a time to stop and to start.
 */
public final class SqlSide implements AutoCloseable {
  private static final int ANSWER_WITHIN_SECONDS = 60;

  private final LocalPostgres server;

  private SqlSide(LocalPostgres server) {
    this.server = server;
  }

  /**
   * Starts a server with an empty database.
   *
   * @param dir of its data and its log
   */
  public static SqlSide start(Path dir) {
    return new SqlSide(LocalPostgres.start(dir, 0));
  }

  /** The jars of the projections. */
  public static Path[] jars() {
    Path jar = Path.of(System.getProperty("testbed.projections")).toAbsolutePath();
    try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
      return Stream.concat(Stream.of(jar), libraries.sorted()).toArray(Path[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets a consumer write its events into this database. */
  public void project(ServiceProcess.Builder consumer) {
    consumer.classPath(jars()).env("PROJECTIONS_ENABLED", "true");
    connect(consumer, LocalPostgres.USER);
  }

  /** Lets a query service read this database. */
  public void serve(ServiceProcess.Builder query) {
    connect(query, LocalPostgres.READER);
  }

  private void connect(ServiceProcess.Builder service, String user) {
    service
        .env("DATASOURCES_DEFAULT_URL", server.url())
        .env("DATASOURCES_DEFAULT_USERNAME", user)
        .env("DATASOURCES_DEFAULT_PASSWORD", "");
  }

  public LocalPostgres server() {
    return server;
  }

  /** A new connection of the owner. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(server.url(), LocalPostgres.USER, "");
  }

  /** All rows of all tables. */
  public SqlRows rows() {
    try (Connection connection = connect()) {
      return SqlRows.read(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number that a query answers. */
  public long number(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      return answer.next() ? answer.getLong(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** Runs statements of the owner in one transaction. */
  public void run(String statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(ANSWER_WITHIN_SECONDS);
      statement.execute(statements);
    } catch (SQLException e) {
      throw new IllegalStateException(statements, e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
