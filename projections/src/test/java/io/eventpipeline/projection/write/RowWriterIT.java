package io.eventpipeline.projection.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Unavailable;
import io.eventpipeline.local.LocalPostgres;
import io.eventpipeline.projection.RowModel;
import io.eventpipeline.projection.SampleRows;
import io.eventpipeline.projection.TestDatabase;
import io.eventpipeline.projection.observe.ProjectionMeters;
import io.eventpipeline.projection.row.OrderRow;
import io.eventpipeline.projection.row.ProjectedType;
import io.eventpipeline.projection.row.ProjectionRow;
import io.eventpipeline.projection.row.StockRow;
import io.eventpipeline.projection.sql.ProjectionSchema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Group commit into a PostgreSQL that is well. */
@Timeout(120)
class RowWriterIT {
  private static TestDatabase tables;
  private Writers one;

  @BeforeAll
  static void start() {
    tables = new TestDatabase();
  }

  @AfterAll
  static void end() {
    tables.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    one = new Writers(tables);
    awaitReady(one);
    tables.clear();
  }

  @AfterEach
  void close() {
    one.close();
  }

  private static void awaitReady(Writers writers) {
    await().atMost(Duration.ofSeconds(30)).until(() -> writers.writer.trouble() == null);
  }

  @Test
  void many_handlers_share_commits_and_each_finds_its_row_in_the_table() throws SQLException {
    List<ProjectionRow> rows = SampleRows.orders(5000);

    List<Writers.Call> calls = one.write(rows);

    assertThat(calls).allMatch(call -> call.thrown() == null);
    RowModel.of(rows).assertEquals(tables);
    assertThat(one.registry.get("projection.commit").timer().count()).isBetween(10L, 500L);
    assertThat(one.registry.get("projection.rows").tag("table", "orders").counter().count())
        .isEqualTo(5000);
  }

  /** They come past the reader here, which would refuse most of them before. */
  @Test
  void a_bad_row_fails_alone() throws SQLException {
    List<ProjectionRow> good = SampleRows.orders(500);
    List<ProjectionRow> bad =
        List.of(
            new OrderRow("nul", "a\0b", BigDecimal.ONE, "x", 1, "e"),
            new OrderRow("null", "ann", BigDecimal.ONE, null, 1, "e"),
            new OrderRow("much", "ann", BigDecimal.TEN.pow(15), "x", 1, "e"),
            new StockRow("late", 1, Long.MAX_VALUE, "e"));
    List<ProjectionRow> all = new ArrayList<>(good);
    all.addAll(bad);
    Collections.shuffle(all, new Random(1));

    List<Writers.Call> calls = one.write(all);

    assertThat(calls.stream().filter(call -> call.thrown() != null).map(Writers.Call::row))
        .containsExactlyInAnyOrderElementsOf(bad);
    assertThat(calls).allMatch(call -> call.thrown() == null || call.threw(NonRetryable.class));
    RowModel.of(good).assertEquals(tables);
    assertThat(one.writer.trouble()).isNull();
  }

  @Test
  void where_the_newest_row_of_a_key_is_bad_the_one_before_counts() throws SQLException {
    ProjectionRow good = SampleRows.order("o", 1, "e-1");
    ProjectionRow bad = new OrderRow("o", "ann", BigDecimal.TEN.pow(15), "x", 2, "e-2");

    List<Writers.Call> calls = one.write(List.of(good, bad));

    assertThat(calls.get(0).thrown()).isNull();
    assertThat(calls.get(1).thrown()).isInstanceOf(NonRetryable.class);
    assertThat(tables.rows(ProjectedType.ORDER_PLACED)).isEqualTo(List.of(good));
  }

  @Test
  void two_consumers_over_the_same_keys_end_with_the_newest_rows() throws SQLException {
    List<ProjectionRow> rows = SampleRows.history(new Random(7), 12_000, 25);
    try (Writers other = new Writers(tables)) {
      awaitReady(other);
      int half = rows.size() / 2;
      List<CompletableFuture<Writers.Call>> calls =
          Stream.concat(
                  one.start(rows.subList(0, half)).stream(),
                  other.start(rows.subList(half, rows.size())).stream())
              .toList();
      assertThat(calls).allMatch(call -> call.join().thrown() == null);
    }
    RowModel.of(rows).assertEquals(tables);
  }

  @Test
  void an_interrupted_handler_harms_no_other() throws Exception {
    List<ProjectionRow> rows = SampleRows.orders(2000);
    List<Thread> handlers = new ArrayList<>();
    List<ProjectionRow> interrupted = Collections.synchronizedList(new ArrayList<>());
    for (ProjectionRow row : rows) {
      handlers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      one.writer.write(row);
                    } catch (InterruptedException e) {
                      interrupted.add(row);
                    }
                  }));
    }
    for (int i = 0; i < handlers.size(); i += 3) {
      handlers.get(i).interrupt();
    }
    for (Thread handler : handlers) {
      handler.join();
    }

    List<ProjectionRow> uninterrupted = new ArrayList<>(rows);
    uninterrupted.removeAll(interrupted);
    assertThat(tables.rows(ProjectedType.ORDER_PLACED)).containsAll(uninterrupted);
    assertThat(one.writer.trouble()).isNull();
    assertThat(one.write(rows)).allMatch(call -> call.thrown() == null);
  }

  /** As Flyway or the driver does beside a jar that brings another version of a class. */
  @Test
  void errors_while_the_tables_are_prepared_end_no_writer() {
    AtomicInteger left = new AtomicInteger(4);
    try (HikariDataSource pool = tables.pool();
        RowWriter writer =
            new RowWriter(
                "PostgreSQL",
                new ProjectionSchema(LocalPostgres.READER),
                failing(pool, left),
                new ProjectionMeters(new SimpleMeterRegistry()))) {
      writer.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> writer.trouble() == null);
      assertThat(left.get()).isNegative();
    }
  }

  private static DataSource failing(DataSource pool, AtomicInteger left) {
    return (DataSource)
        Proxy.newProxyInstance(
            RowWriterIT.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (left.getAndDecrement() > 0) {
                throw new NoClassDefFoundError("com/example/Missing");
              }
              return method.invoke(pool, arguments);
            });
  }

  @Test
  void closing_writes_the_rows_that_wait_and_refuses_later_ones() throws SQLException {
    List<ProjectionRow> rows = SampleRows.orders(1500);
    List<CompletableFuture<Writers.Call>> calls = one.start(rows);
    one.writer.close();

    List<ProjectionRow> written =
        calls.stream()
            .map(CompletableFuture::join)
            .peek(
                call -> assertThat(call.thrown() == null || call.threw(Unavailable.class)).isTrue())
            .filter(call -> call.thrown() == null)
            .map(Writers.Call::row)
            .toList();
    RowModel.of(written).assertEquals(tables);
    assertThat(one.write(SampleRows.orders(1))).allMatch(call -> call.threw(Unavailable.class));
  }
}
