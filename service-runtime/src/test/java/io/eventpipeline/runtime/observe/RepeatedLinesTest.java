package io.eventpipeline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final LoggerContext context = new LoggerContext();
  private final RepeatedLines filter = new RepeatedLines();

  RepeatedLinesTest() {
    filter.setLibrary("org.apache.kafka");
  }

  private FilterReply decide(String logger, Level level, String line) {
    Logger one = context.getLogger(logger);
    return filter.decide(null, one, level, line, null, null);
  }

  @Test
  void lines_that_differ_in_numbers_only_come_once_a_minute() {
    assertThat(filter.isDue("node 1 at host:9092 is away (5)", 0)).isTrue();
    assertThat(filter.isDue("node 2 at host:9093 is away (17)", MINUTE - 1)).isFalse();
    assertThat(filter.isDue("node 3 at host:9092 is back", MINUTE - 1)).isTrue();
    assertThat(filter.isDue("node 1 at host:9092 is away (5)", MINUTE)).isTrue();
    assertThat(filter.isDue("node 1 at host:9092 is away (5)", MINUTE + 1)).isFalse();
  }

  @Test
  void only_warnings_and_errors_of_the_library_are_held_back() {
    for (int i = 0; i < 2; i++) {
      FilterReply reply = i == 0 ? FilterReply.NEUTRAL : FilterReply.DENY;
      assertThat(decide("org.apache.kafka.clients.A", Level.WARN, "away")).isEqualTo(reply);
      assertThat(decide("org.apache.kafka.clients.A", Level.ERROR, "broken")).isEqualTo(reply);
      assertThat(decide("org.apache.kafka.clients.A", Level.INFO, "here"))
          .isEqualTo(FilterReply.NEUTRAL);
      assertThat(decide("io.eventpipeline.A", Level.WARN, "away")).isEqualTo(FilterReply.NEUTRAL);
    }
  }

  @Test
  void it_remembers_no_more_than_it_may() {
    for (int i = 0; i < 1500; i++) {
      assertThat(filter.isDue("x".repeat(i), 0)).isTrue();
    }
    assertThat(filter.isDue("x".repeat(1499), 1)).isFalse();
    assertThat(filter.isDue("x", 1)).isTrue();
  }
}
