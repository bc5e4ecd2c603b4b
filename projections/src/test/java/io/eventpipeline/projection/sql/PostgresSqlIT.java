package io.eventpipeline.projection.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.projection.RowModel;
import io.eventpipeline.projection.SampleRows;
import io.eventpipeline.projection.TestDatabase;
import io.eventpipeline.projection.row.OrderRow;
import io.eventpipeline.projection.row.ProjectedType;
import io.eventpipeline.projection.row.ProjectionRow;
import io.eventpipeline.projection.row.StockRow;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** The statements against the tables of a real PostgreSQL. */
class PostgresSqlIT {
  private static final ProjectionSql SQL = new PostgresSql();
  private static @Nullable TestDatabase tables;
  private static @Nullable Connection connection;

  @BeforeContainer
  static void start() throws SQLException {
    tables = new TestDatabase();
    connection = tables.connect();
    try (var pool = tables.pool()) {
      new ProjectionSchema(LocalPostgres.READER).migrate(pool, null);
    }
  }

  @AfterContainer
  static void end() throws SQLException {
    connection.close();
    tables.close();
  }

  private static void write(List<? extends ProjectionRow> rows) throws SQLException {
    SQL.write(connection, RowBatch.of(rows));
  }

  @Property(tries = 60)
  void every_order_of_arrival_and_every_batch_gives_the_same_tables(@ForAll long seed)
      throws SQLException {
    Random random = new Random(seed);
    List<ProjectionRow> rows = SampleRows.history(random, 80, 3);
    tables.clear();

    for (int from = 0; from < rows.size(); ) {
      int to = Math.min(rows.size(), from + 1 + random.nextInt(40));
      write(rows.subList(from, to));
      from = to;
    }

    RowModel.of(rows).assertEquals(tables);
  }

  @Example
  void an_edited_replay_of_the_newest_event_counts_and_one_of_an_older_does_not()
      throws SQLException {
    tables.clear();
    OrderRow edited = new OrderRow("o", "ann", new BigDecimal("1.00"), "edited", 5, "e-2");
    write(List.of(SampleRows.order("o", 5, "e-2")));

    write(List.of(edited));
    write(List.of(SampleRows.order("o", 5, "e-1")));
    write(List.of(SampleRows.order("o", 4, "e-3")));

    assertThat(tables.rows(ProjectedType.ORDER_PLACED)).isEqualTo(List.of(edited));
  }

  @Example
  void the_ends_of_the_ranges_are_stored_exactly() throws SQLException {
    tables.clear();
    BigDecimal most = new BigDecimal("999999999999999.99");
    List<ProjectionRow> rows =
        List.of(
            new OrderRow("a", "😀".repeat(256), most, "x", -62_135_596_800_000L, "e-1"),
            new OrderRow("b", "x", most.negate(), "😀".repeat(256), 253_402_300_799_999L, "e-2"),
            new StockRow("c", Long.MIN_VALUE, 1_795_000_000_001L, "e-3"),
            new StockRow("d".repeat(256), Long.MAX_VALUE, 1_795_000_000_999L, "e-4"));

    write(rows);

    RowModel.of(rows).assertEquals(tables);
  }

  @Example
  void two_rows_of_one_batch_may_not_have_one_key() {
    ProjectionRow row = SampleRows.order(1);
    RowBatch twice =
        new RowBatch(List.of(), List.of((OrderRow) row, (OrderRow) row), List.of(), List.of());

    assertThatThrownBy(() -> SQL.write(connection, twice)).hasMessageContaining("second time");
  }

  @Example
  void tables_are_writable_if_they_are_complete_and_the_account_may_write() throws SQLException {
    tables.clear();
    SQL.requireWritable(connection);
    RowModel.of(List.of()).assertEquals(tables);

    try (Connection reader = tables.connect(LocalPostgres.READER)) {
      assertThatThrownBy(() -> SQL.requireWritable(reader))
          .hasMessageContaining("permission denied for table users");
    }
    for (ProjectedType type : ProjectedType.values()) {
      tables.run("ALTER TABLE %s RENAME COLUMN event_id TO event".formatted(type.table()));
      assertThatThrownBy(() -> SQL.requireWritable(connection))
          .hasMessageContaining("\"event_id\" of relation \"%s\"".formatted(type.table()));
      tables.run("ALTER TABLE %s RENAME COLUMN event TO event_id".formatted(type.table()));
    }
    try (Connection standby = tables.connect()) {
      standby.setAutoCommit(false);
      standby.setReadOnly(true);
      assertThatThrownBy(() -> SQL.requireWritable(standby)).hasMessageContaining("read-only");
    }
  }

  @Example
  void the_reader_reads_and_writes_nothing() throws SQLException {
    try (Connection reader = tables.connect(LocalPostgres.READER)) {
      reader.createStatement().executeQuery("SELECT * FROM users, orders, payments, inventory");
      assertThatThrownBy(() -> reader.createStatement().execute("DELETE FROM orders"))
          .hasMessageContaining("permission denied");
    }
  }
}
