package io.eventpipeline.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rebuild from a real topic into a real database, while rows are written. */
class RebuildIT {
  @TempDir static Path dir;

  private static LocalKafka kafka;
  private static LocalPostgres postgres;
  private RebuildRig rig;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
    postgres = LocalPostgres.start(dir.resolve("postgres"), 0);
  }

  @AfterAll
  static void stop() {
    kafka.close();
    postgres.close();
  }

  @BeforeEach
  void open() throws Exception {
    rig = RebuildRig.open(kafka, postgres);
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  @Test
  void the_log_alone_decides_what_the_tables_hold() throws Exception {
    rig.send("e1", "ann", 1000, "new");
    rig.send("e2", "ann", 3000, "paid");
    rig.send("e3", "ann", 2000, "late");
    rig.send("e4", "bob", 1000, "new");
    rig.live("e4", "bob", 1000, "wrong");
    rig.live("e2", "ann", 3000, "paid");
    rig.rebuild();
    assertThat(rig.orders()).containsExactly("ann e2 paid", "bob e4 new");
    assertThat(rig.schemas()).containsExactly("public");
    assertThat(rig.readersView()).isEqualTo(2);
  }

  @Test
  void each_valid_event_counts_once_and_all_others_are_counted() throws Exception {
    rig.send("e1", "ann", 1000, "first");
    rig.send("e1", "ann", 1000, "the same id again");
    rig.sendRaw("{\"eventId\":\"e2\",\"eventType\":\"OrderPlacedEvent\",\"orderId\":\"x\"}");
    rig.sendRaw("no json");
    rig.sendRaw("{\"id\":\"e3\",\"userId\":\"u\",\"type\":\"other\",\"payload\":{}}");
    RecordedRows rows = rig.rebuild().rows();
    assertThat(rig.orders()).containsExactly("ann e1 first");
    assertThat(List.of(rows.applied(), rows.repeats(), rows.invalid(), rows.others()))
        .containsExactly(1L, 1L, 2L, 1L);
    assertThat(rows.reasons())
        .satisfiesExactly(
            reason -> assertThat(reason).contains("offset 2").contains("/amount"),
            reason -> assertThat(reason).contains("offset 3"));
  }

  @Test
  void of_a_replayed_event_the_newest_replay_counts() throws Exception {
    rig.send("e1", "ann", 1000, "wrong");
    rig.send("e2", "ann", 3000, "paid");
    rig.send("e3", "bob", 1000, "wrong");
    rig.replay("e1", "ann", 1000, "mended");
    rig.replay("e3", "bob", 1000, "mended");
    rig.rebuild();
    assertThat(rig.orders()).containsExactly("ann e2 paid", "bob e3 mended");
    rig.replay("e3", "bob", 1000, "mended again");
    rig.send("e3", "bob", 1000, "sent again");
    rig.rebuild();
    assertThat(rig.orders()).containsExactly("ann e2 paid", "bob e3 mended again");
  }

  @Test
  void it_lists_what_the_pipeline_had_skipped_and_not_what_still_waits() throws Exception {
    rig.send("e1", "ann", 1000, "taken");
    rig.live("e1", "ann", 1000, "taken");
    rig.send("e2", "bob", 1000, "skipped");
    rig.send("e3", "ann", 2000, "skipped");
    rig.commitAsPipeline(3);
    rig.send("e4", "cyd", 1000, "waits");
    rig.live("e5", "dan", 1000, "of no event");
    RebuildReport report = rig.rebuild();
    assertThat(report.skipped()).containsExactly("e2", "e3");
    assertThat(report.unexplained()).containsExactly("orders dan");
    assertThat(rig.orders()).containsExactly("ann e3 skipped", "bob e2 skipped", "cyd e4 waits");
  }

  @Test
  void live_writes_meanwhile_are_in_the_new_tables() throws Exception {
    for (int i = 0; i < 3000; i++) {
      rig.send("old-" + i, "order-" + i % 500, i, "old");
    }
    CountDownLatch some = new CountDownLatch(50);
    CompletableFuture<Void> stop = new CompletableFuture<>();
    List<String> written = new ArrayList<>();
    Thread live = Thread.ofPlatform().start(() -> rig.writeUntil(stop, some, written));
    assertThat(some.await(1, TimeUnit.MINUTES)).isTrue();
    rig.rebuild();
    int after = written.size();
    while (written.size() < after + 20 && live.isAlive()) {
      Thread.sleep(5);
    }
    stop.complete(null);
    live.join();
    assertThat(rig.failure()).isNull();
    assertThat(rig.orders()).hasSize(500 + written.size()).containsAll(written);
  }

  @Test
  void a_log_without_its_first_records_is_refused_or_keeps_the_older_rows() throws Exception {
    rig.live("e1", "ann", 1000, "kept");
    rig.live("e2", "bob", Instant.parse("2026-06-01T00:00:00Z").toEpochMilli(), "of no event");
    rig.send("e1", "ann", 1000, "kept");
    rig.send("e3", "cyd", Instant.parse("2026-06-02T00:00:00Z").toEpochMilli(), "new");
    rig.cutLogBefore(1);
    assertThatThrownBy(rig::rebuild)
        .isInstanceOf(RebuildRefused.class)
        .hasMessageContaining("partition 0 at offset 1")
        .hasMessageContaining("--from");
    assertThat(rig.orders()).containsExactly("ann e1 kept", "bob e2 of no event");
    assertThatThrownBy(() -> rig.rebuild("1970-01-02"))
        .hasMessageContaining("before the first record");
    rig.rebuild("2100-01-01");
    assertThat(rig.orders()).containsExactly("ann e1 kept", "bob e2 of no event", "cyd e3 new");
  }

  @Test
  void what_a_killed_rebuild_left_harms_neither_live_writes_nor_the_next_one() throws Exception {
    rig.leaveHalfARebuild();
    rig.send("e1", "ann", 1000, "new");
    rig.live("e1", "ann", 1000, "new");
    rig.rebuild();
    assertThat(rig.orders()).containsExactly("ann e1 new");
    assertThat(rig.schemas()).containsExactly("public");
  }

  @Test
  void whoever_reads_the_new_tables_does_not_hold_up_the_end_of_a_rebuild() throws Exception {
    try (SecondSchema schema = SecondSchema.open(rig.settings(""))) {
      schema.create();
      schema.takeThePlace();
      try (Connection reader = rig.settings("").database(null).getConnection()) {
        reader.setAutoCommit(false);
        reader.createStatement().executeQuery("SELECT * FROM orders");
        schema.close();
      }
    }
    assertThat(rig.schemas()).containsExactly("public");
  }

  @Test
  void a_second_rebuild_at_the_same_time_is_refused() throws Exception {
    try (SecondSchema first = SecondSchema.open(rig.settings(""))) {
      assertThatThrownBy(rig::rebuild).hasMessageContaining("another rebuild runs");
    }
    rig.rebuild();
  }
}
