package io.eventpipeline.projection.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventpipeline.contract.Unavailable;
import io.eventpipeline.projection.RowModel;
import io.eventpipeline.projection.SampleRows;
import io.eventpipeline.projection.TestDatabase;
import io.eventpipeline.projection.row.ProjectedType;
import io.eventpipeline.projection.row.ProjectionRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that stops, freezes, or holds a lock. */
@Timeout(400)
class DatabaseAwayIT {
  /** What a busy machine may add to a bound; without one, a call would wait for ever. */
  private static final long SLACK_SECONDS = 60;

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private TestDatabase tables;
  private Writers writers;

  @BeforeEach
  void start() {
    lines.start();
    log().addAppender(lines);
    tables = new TestDatabase();
    writers = new Writers(tables);
    awaitReady();
  }

  @AfterEach
  void end() {
    writers.close();
    tables.close();
    log().detachAppender(lines);
  }

  private static Logger log() {
    return (Logger) LoggerFactory.getLogger(DatabaseState.class);
  }

  private List<String> lines(Level level) {
    return List.copyOf(lines.list).stream()
        .filter(line -> line.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private void awaitReady() {
    await().atMost(Duration.ofSeconds(60)).until(() -> writers.writer.trouble() == null);
  }

  /** As the pipeline does: what was unavailable comes again. */
  private void writeUntilAllAreTaken(List<ProjectionRow> rows) {
    List<ProjectionRow> left = new ArrayList<>(rows);
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              writers.write(left).stream()
                  .filter(call -> call.thrown() == null)
                  .forEach(call -> left.remove(call.row()));
              return left.isEmpty();
            });
  }

  private static void assertUnavailableWithin(
      List<CompletableFuture<Writers.Call>> calls, Duration bound) {
    for (CompletableFuture<Writers.Call> call : calls) {
      Writers.Call ended = call.join();
      assertThat(ended.thrown()).isInstanceOf(Unavailable.class);
      assertThat(ended.seconds()).isLessThanOrEqualTo(bound.toSeconds() + SLACK_SECONDS);
    }
  }

  /** One after another: if each waited its 5 s, they would take 200 s. */
  private void assertFailAtOnce(List<ProjectionRow> rows) {
    long from = System.nanoTime();
    for (ProjectionRow row : rows) {
      assertThat(writers.write(List.of(row)).getFirst().thrown()).isInstanceOf(Unavailable.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(100));
  }

  @Test
  void while_the_server_is_stopped_rows_fail_at_once_and_all_are_written_later() throws Exception {
    List<ProjectionRow> rows = SampleRows.orders(3000);
    assertThat(writers.write(rows.subList(0, 10))).allMatch(call -> call.thrown() == null);

    tables.postgres.stop();
    assertUnavailableWithin(writers.start(rows), WriteLimits.WHOLE);
    assertThat(writers.writer.trouble()).isNotNull();
    assertThat(writers.registry.get("projection.unavailable").gauge().value()).isEqualTo(1);
    assertFailAtOnce(SampleRows.orders(40));
    assertThat(lines(Level.WARN))
        .hasSize(1)
        .first()
        .asString()
        .contains("Events wait, none is lost");

    tables.postgres.restart();
    awaitReady();
    writeUntilAllAreTaken(rows);
    RowModel.of(rows).assertEquals(tables);
    assertThat(lines(Level.WARN)).hasSize(1);
    assertThat(lines(Level.INFO))
        .isEqualTo(List.of("PostgreSQL takes rows", "PostgreSQL takes rows"));
  }

  @Test
  void rows_that_a_lock_holds_are_unavailable_and_withdrawn_ones_are_never_written()
      throws SQLException {
    List<ProjectionRow> rows = SampleRows.orders(3000);
    List<CompletableFuture<Writers.Call>> calls;
    try (Connection other = tables.connect()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE orders");
      calls = writers.start(rows);
      assertUnavailableWithin(calls, WriteLimits.WHOLE);
    }
    assertThat(writers.writer.trouble()).contains("timeout");
    // What comes after the lock is written in its turn: so would be anything that was left behind.
    ProjectionRow last = SampleRows.order("last", 1, "e-last");
    writeUntilAllAreTaken(List.of(last));
    assertThat(tables.rows(ProjectedType.ORDER_PLACED)).isEqualTo(List.of(last));
    assertThat(writers.writer.trouble()).isNull();
    assertThat(lines(Level.WARN)).hasSize(1);

    writeUntilAllAreTaken(rows);
    assertThat(tables.rows(ProjectedType.ORDER_PLACED)).hasSize(3001);
  }

  @Test
  void a_frozen_server_ends_a_batch_in_time() throws SQLException {
    List<ProjectionRow> rows = SampleRows.orders(1500);
    assertThat(writers.write(rows.subList(0, 10))).allMatch(call -> call.thrown() == null);

    tables.postgres.signal("STOP");
    try {
      assertUnavailableWithin(writers.start(rows), WriteLimits.WHOLE);
      assertThat(writers.writer.trouble()).isNotNull();
    } finally {
      tables.postgres.signal("CONT");
    }
    awaitReady();
    writeUntilAllAreTaken(rows);
    RowModel.of(rows).assertEquals(tables);
  }

  @Test
  void tables_that_were_lost_are_made_again() throws SQLException {
    List<ProjectionRow> rows = SampleRows.orders(10);
    tables.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");

    writeUntilAllAreTaken(rows);

    RowModel.of(rows).assertEquals(tables);
  }

  /** The history of the migrations says that all is well, so a migration mends nothing. */
  @Test
  void while_a_table_is_wrong_no_row_is_taken_and_one_line_says_so() throws SQLException {
    List<ProjectionRow> rows = SampleRows.orders(10);
    tables.run("ALTER TABLE orders RENAME COLUMN status TO state");
    assertThat(writers.write(rows)).allMatch(call -> call.threw(Unavailable.class));
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(60))
        .until(() -> writers.writer.trouble() != null);
    assertThat(writers.registry.get("projection.unavailable").gauge().value()).isEqualTo(1);
    assertThat(lines(Level.WARN)).hasSize(1).first().asString().contains("\"status\"");
    assertThat(lines(Level.INFO)).hasSize(1);

    tables.run("ALTER TABLE orders RENAME COLUMN state TO status");
    awaitReady();
    writeUntilAllAreTaken(rows);
    RowModel.of(rows).assertEquals(tables);
    assertThat(lines(Level.WARN)).hasSize(1);
    assertThat(lines(Level.INFO)).hasSize(2);
  }

  @Test
  void a_writer_that_starts_with_a_wrong_table_takes_rows_once_it_is_mended() throws SQLException {
    tables.run("ALTER TABLE orders RENAME COLUMN status TO state");
    try (Writers late = new Writers(tables)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !DatabaseState.NOT_READY.equals(late.writer.trouble()));
      assertThat(late.writer.trouble()).contains("\"status\"");

      tables.run("ALTER TABLE orders RENAME COLUMN state TO status");
      await().atMost(Duration.ofSeconds(60)).until(() -> late.writer.trouble() == null);
    }
  }

  @Test
  void a_writer_that_starts_without_a_server_makes_the_tables_later() throws SQLException {
    tables.postgres.stop();
    try (Writers early = new Writers(tables)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> lines(Level.WARN).size() == 1);
      assertThat(early.write(SampleRows.orders(10)))
          .allMatch(call -> call.threw(Unavailable.class));
      tables.postgres.restart();
      await().atMost(Duration.ofSeconds(60)).until(() -> early.writer.trouble() == null);
      assertThat(early.write(SampleRows.orders(10))).allMatch(call -> call.thrown() == null);
    }
    RowModel.of(SampleRows.orders(10)).assertEquals(tables);
  }
}
