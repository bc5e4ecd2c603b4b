package io.eventpipeline.contract.forms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {
  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0",
    "2026-11-26T12:00:00Z, 1795694400000",
    "2026-11-26T12:00Z, 1795694400000",
    "2026-11-26t12:00:00.5z, 1795694400500",
    "2026-11-26T12:00:00.123456789Z, 1795694400123",
    "2026-11-26T13:00:00+01:00, 1795694400000",
    "2026-11-26T13:00:00+01, 1795694400000",
    "2026-11-26T06:30:00-05:30, 1795694400000",
    "1969-12-31T23:59:59.999Z, -1",
  })
  void reads_iso_8601_with_offset(String iso, long millis) {
    assertThat(EventTime.parse(iso)).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-11-26",
        "2026-11-26T12:00:00",
        "2026-11-26 12:00:00Z",
        "2026-13-26T12:00:00Z",
        "2026-11-26T25:00:00Z",
        "1795694400000",
        "+999999999-12-31T23:59:59Z",
      })
  void refuses_what_names_no_moment(String text) {
    assertThat(EventTime.parse(text)).isNull();
  }
}
