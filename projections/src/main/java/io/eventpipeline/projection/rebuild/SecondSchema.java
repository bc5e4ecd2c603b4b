package io.eventpipeline.projection.rebuild;

import io.eventpipeline.projection.sql.ProjectionSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A second set of the tables, in a schema of its own in the same database, until it takes the place
 * of the live one. One thread. Everything that a rebuild makes is in that schema, so dropping it
 * undoes a rebuild, also one that was killed.
 */
final class SecondSchema implements AutoCloseable {
  private static final String NAME = "projections_rebuild";
  private static final String OLD = "projections_replaced";

  /** Any number that other programs are not likely to lock. */
  private static final long LOCK = 0x70726f6a65637473L;

  /** A live batch may hold its rows this long. */
  private static final String LOCK_TIMEOUT = "SET LOCAL lock_timeout = '20s'";

  private final RebuildSettings settings;
  private final Connection connection;
  private final String live;

  /** True once these tables are the live ones. */
  private boolean placed;

  private SecondSchema(RebuildSettings settings, Connection connection, String live) {
    this.settings = settings;
    this.connection = connection;
    this.live = live;
  }

  /**
   * @throws RebuildRefused if another rebuild runs
   */
  static SecondSchema open(RebuildSettings settings) throws SQLException {
    String live;
    try (Connection own = settings.database(null).getConnection()) {
      live = own.getSchema();
    }
    Connection connection = settings.database(NAME).getConnection();
    try (Statement statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery("SELECT pg_try_advisory_lock(%d)".formatted(LOCK))) {
      answer.next();
      if (!answer.getBoolean(1)) {
        connection.close();
        throw new RebuildRefused("another rebuild runs on this database");
      }
      connection.setAutoCommit(false);
      return new SecondSchema(settings, connection, live);
    }
  }

  /** Makes the empty tables, in place of what an earlier rebuild left. */
  void create() throws SQLException {
    new ProjectionSchema(settings.reader()).migrate(settings.database(null), null);
    drop();
    new ProjectionSchema(settings.reader()).migrate(settings.database(NAME), NAME);
    execute(
        """
        CREATE UNLOGGED TABLE read_events
          (event_id text COLLATE "C" PRIMARY KEY, partition int, position bigint)
        """,
        "CREATE TABLE finished (partition int PRIMARY KEY, position bigint)");
  }

  /** Copies the live rows from before a time. */
  void keepOlder(Instant time) throws SQLException {
    for (ProjectedTable table : ProjectedTable.values()) {
      try (PreparedStatement copy =
          connection.prepareStatement(
              "INSERT INTO %1$s SELECT * FROM %2$s.%1$s WHERE %3$s < ?"
                  .formatted(table.tableName(), live, table.time()))) {
        copy.setObject(1, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        copy.executeUpdate();
      }
    }
    connection.commit();
  }

  /**
   * Lets each write to the live tables go to the new ones too. After it returns, no live write is
   * under way that the triggers do not see.
   */
  void mirrorLiveWrites() throws SQLException {
    List<String> statements = new ArrayList<>(List.of(LOCK_TIMEOUT));
    for (ProjectedTable table : ProjectedTable.values()) {
      statements.add(mirror(table));
      statements.add(
          """
          CREATE TRIGGER rebuild AFTER INSERT OR UPDATE ON %2$s.%1$s
          FOR EACH ROW EXECUTE FUNCTION %3$s.mirror_%1$s()
          """
              .formatted(table.tableName(), live, NAME));
    }
    execute(statements.toArray(String[]::new));
  }

  private String mirror(ProjectedTable table) throws SQLException {
    List<String> columns =
        TableDifferences.texts(
            connection,
            """
            SELECT quote_ident(column_name) FROM information_schema.columns
            WHERE table_schema = '%s' AND table_name = '%s' ORDER BY ordinal_position
            """
                .formatted(NAME, table.tableName()));
    String names = String.join(", ", columns);
    return """
    CREATE FUNCTION mirror_%1$s() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO %5$s.%1$s AS t (%3$s) VALUES (%4$s)
      ON CONFLICT (%2$s) DO UPDATE SET (%3$s) = ROW (%6$s)
      WHERE (t.%7$s, t.event_id) <= (excluded.%7$s, excluded.event_id);
      RETURN NULL;
    END $$
    """
        .formatted(
            table.tableName(),
            table.key(),
            names,
            "NEW." + String.join(", NEW.", columns),
            NAME,
            "excluded." + String.join(", excluded.", columns),
            table.time());
  }

  /** Replaces the live tables by these, in one transaction. */
  void takeThePlace() throws SQLException {
    List<String> statements = new ArrayList<>(List.of(LOCK_TIMEOUT));
    statements.add("CREATE SCHEMA " + OLD);
    for (ProjectedTable table : ProjectedTable.values()) {
      statements.add("ALTER TABLE %s.%s SET SCHEMA %s".formatted(live, table.tableName(), OLD));
    }
    for (ProjectedTable table : ProjectedTable.values()) {
      statements.add("ALTER TABLE %s.%s SET SCHEMA %s".formatted(NAME, table.tableName(), live));
    }
    statements.add("DROP SCHEMA %s CASCADE".formatted(OLD));
    statements.add("DROP SCHEMA %s CASCADE".formatted(NAME));
    execute(statements.toArray(String[]::new));
    placed = true;
  }

  /** Locks the live tables in the order of all writers first, because their triggers go too. */
  private void drop() throws SQLException {
    String tables =
        Stream.of(ProjectedTable.values())
            .map(table -> live + "." + table.tableName())
            .collect(Collectors.joining(", "));
    execute(
        LOCK_TIMEOUT,
        "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(tables),
        "DROP SCHEMA IF EXISTS %s CASCADE".formatted(NAME));
  }

  private void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  /** The connection of everything that a rebuild writes. */
  Connection connection() {
    return connection;
  }

  /** Writes events into the new tables. */
  OnceWriter writer() {
    return new OnceWriter(connection);
  }

  /** Compares the new tables with the live ones. */
  TableDifferences differences() {
    return new TableDifferences(connection, live);
  }

  /**
   * Drops the second schema, unless it took the place of the live one: then nothing is left of it,
   * and to drop needs locks that readers hold up. The lock of a rebuild goes with the connection.
   */
  @Override
  public void close() throws SQLException {
    try (connection) {
      if (!placed) {
        connection.rollback();
        drop();
      }
    }
  }
}
