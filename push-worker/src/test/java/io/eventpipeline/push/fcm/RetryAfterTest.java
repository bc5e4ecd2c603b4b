package io.eventpipeline.push.fcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "7 | PT7S",
        "' 7 ' | PT7S",
        "0 | PT0S",
        "3600 | PT1H",
        "3601 | PT1H",
        "99999999999999999999 | PT1H",
        "Thu, 26 Nov 2026 12:00:09 GMT | PT9S",
        "Thu, 26 Nov 2026 11:59:00 GMT | PT0S",
        "Fri, 27 Nov 2026 12:00:00 GMT | PT1H",
        "-1 | none",
        "1.5 | none",
        "soon | none",
        "'' | none",
      })
  void it_is_seconds_or_a_date(String text, Duration wait) {
    assertThat(RetryAfter.parse(text, NOW)).isEqualTo(wait);
  }

  @Property(tries = 200)
  void no_text_breaks_it_or_its_bounds(@ForAll String text) {
    Duration wait = RetryAfter.parse(text, NOW);
    assertThat(wait == null || (!wait.isNegative() && wait.compareTo(RetryAfter.LONGEST) <= 0))
        .isTrue();
  }
}
