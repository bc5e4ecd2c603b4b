package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.testbed.rig.SqlTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A process that does the least that projections must: it writes the rows of events in batches,
 * each in one transaction with one statement a table, over one connection. Its first run also
 * writes the 160,000 orders, and what comes with them, which the measurements find in the tables.
 */
final class BareRows {
  /** Its events have 160,000 orders. */
  static final int SEED = 400_000;

  /** The suffix of the run that also writes them. */
  static final String FIRST = "b";

  private static final int BATCH = 500;
  private static final String MOMENT = "timestamptz 'epoch' + %s * interval '1 millisecond'";

  private final Connection connection;
  private final long postgres;
  private final Map<SqlTable, PreparedStatement> statements = new EnumMap<>(SqlTable.class);

  private BareRows(Connection connection, long postgres) throws SQLException {
    this.connection = connection;
    this.postgres = postgres;
    connection.setAutoCommit(false);
    for (SqlTable table : SqlTable.values()) {
      statements.put(table, connection.prepareStatement(sql(table)));
    }
  }

  /**
   * Writes, prints {@link BareResult} and ends. The URL is in the variable of a consumer; {@code
   * BENCH_NAME} and {@code BENCH_SUFFIX} name the events, {@code BENCH_EVENTS} and {@code
   * BENCH_POSTGRES} give their number and the process of PostgreSQL.
   */
  public static void main(String[] args) throws SQLException {
    String name = variable("BENCH_NAME");
    int count = Integer.parseInt(variable("BENCH_EVENTS"));
    long postgres = Long.parseLong(variable("BENCH_POSTGRES"));
    try (Connection connection =
        DriverManager.getConnection(variable("DATASOURCES_DEFAULT_URL"), LocalPostgres.USER, "")) {
      BareRows rows = new BareRows(connection, postgres);
      String suffix = variable("BENCH_SUFFIX");
      if (suffix.equals(FIRST)) {
        rows.write(seed(name), 0, SEED);
      }
      System.out.println(rows.measure(new TypedRows(name + suffix, count)).line());
    }
  }

  /** What the tables hold before all measurements. */
  static TypedRows seed(String name) {
    return new TypedRows(name + "s", SEED);
  }

  private static String variable(String name) {
    return Objects.requireNonNull(System.getenv(name), name);
  }

  static String sql(SqlTable table) {
    List<String> columns = columns(table);
    String list = String.join(", ", columns);
    String sets =
        columns.stream()
            .skip(1)
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    String arrays =
        columns.stream()
            .map(column -> "?::" + type(column) + "[]")
            .collect(Collectors.joining(", "));
    return """
    INSERT INTO %1$s AS t (%2$s) SELECT %3$s FROM unnest(%4$s) AS r (%2$s)
    ON CONFLICT (%5$s) DO UPDATE SET %6$s
    WHERE (t.%7$s, t.event_id) <= (excluded.%7$s, excluded.event_id)
    """
        .formatted(
            table.table(),
            list,
            list.replace(table.moment(), MOMENT.formatted(table.moment())),
            arrays,
            columns.getFirst(),
            sets,
            table.moment());
  }

  private static List<String> columns(SqlTable table) {
    List<String> columns = new ArrayList<>(table.columns());
    columns.add(table.moment());
    columns.add("event_id");
    return columns;
  }

  private static String type(String column) {
    return column.equals("amount")
        ? "numeric"
        : column.equals("quantity") || column.endsWith("_at") ? "bigint" : "text";
  }

  /** Measures the last two thirds. */
  private BareResult measure(TypedRows rows) throws SQLException {
    int third = rows.count() / 3;
    write(rows, 0, third);
    double own = ownCpu();
    double server = TreeCpu.seconds(postgres).orElse(Double.NaN);
    long begun = System.nanoTime();
    write(rows, third, rows.count());
    double seconds = (System.nanoTime() - begun) / 1e9;
    int count = rows.count() - third;
    return new BareResult(
        count / seconds,
        (ownCpu() - own) * 1e6 / count,
        (TreeCpu.seconds(postgres).orElse(Double.NaN) - server) * 1e6 / count);
  }

  private static double ownCpu() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(time -> time.toNanos() / 1e9)
        .orElse(Double.NaN);
  }

  private void write(TypedRows rows, int from, int to) throws SQLException {
    for (int i = from; i < to; i += BATCH) {
      writeBatch(rows, i, Math.min(to, i + BATCH));
    }
  }

  /** Sorted by key, the newest event of each. */
  private void writeBatch(TypedRows rows, int from, int to) throws SQLException {
    Map<SqlTable, Map<String, List<String>>> batch = new EnumMap<>(SqlTable.class);
    for (int i = from; i < to; i++) {
      List<String> row = new ArrayList<>(rows.values(i));
      row.add(Long.toString(rows.time(i)));
      row.add(rows.id(i));
      batch.computeIfAbsent(rows.table(i), table -> new TreeMap<>()).put(row.getFirst(), row);
    }
    for (var table : batch.entrySet()) {
      write(table.getKey(), List.copyOf(table.getValue().values()));
    }
    connection.commit();
  }

  private void write(SqlTable table, List<List<String>> rows) throws SQLException {
    PreparedStatement statement = Objects.requireNonNull(statements.get(table));
    List<String> columns = columns(table);
    for (int column = 0; column < columns.size(); column++) {
      int at = column;
      Object[] values = rows.stream().map(row -> row.get(at)).toArray();
      Array array = connection.createArrayOf(type(columns.get(column)), values);
      statement.setArray(column + 1, array);
    }
    statement.executeUpdate();
  }
}
