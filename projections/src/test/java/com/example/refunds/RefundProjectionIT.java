package com.example.refunds;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Unavailable;
import io.eventpipeline.projection.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worked example of docs/projections.md. */
@Timeout(120)
class RefundProjectionIT {
  private static final Path SOURCE =
      Path.of("src", "test", "java", "com", "example", "refunds", "RefundProjection.java");
  private static final Path PAGE = Path.of("..", "docs", "projections.md");

  private static Event refund(String reason, long time) {
    return anEvent()
        .type("order.refunded")
        .with("orderId", "o-1")
        .with("reason", reason)
        .timestamp(time)
        .event();
  }

  @Test
  void the_newest_event_wins_and_a_database_that_is_away_spends_no_attempt() throws Exception {
    try (TestDatabase tables = new TestDatabase();
        HikariDataSource pool = tables.pool()) {
      tables.run(table());
      RefundProjection projection = new RefundProjection(pool);
      projection.handle(refund("broken", 2));
      projection.handle(refund("late", 1));

      try (Connection connection = tables.connect();
          ResultSet rows =
              connection.createStatement().executeQuery("SELECT reason FROM refunds")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("broken");
      }
      assertThatThrownBy(() -> projection.handle(anEvent().event()))
          .isInstanceOf(NonRetryable.class);
      assertThatThrownBy(() -> projection.handle(refund("a\0b", 3)))
          .isInstanceOf(NonRetryable.class);
      tables.postgres.stop();
      assertThatThrownBy(() -> projection.handle(refund("x", 4))).isInstanceOf(Unavailable.class);
    }
  }

  /** The statement on the page. */
  private static String table() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf("CREATE TABLE refunds");
    return page.substring(from, page.indexOf("```", from));
  }

  @Test
  void the_page_shows_the_class_that_these_tests_run() throws IOException {
    String source = Files.readString(SOURCE);
    String shown = source.substring(source.indexOf("@Singleton"));

    assertThat(Files.readString(PAGE)).contains(shown);
    assertThat(shown.lines()).hasSizeLessThanOrEqualTo(60);
  }
}
