package io.eventpipeline.query.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlReasonTest {
  @ParameterizedTest
  @CsvSource({
    "42P01, its tables do not exist yet",
    "42501, this account may not read the tables",
    "3D000, it has no such database",
    "28P01, it refuses this account",
    "28000, it refuses this account",
    "53300, it has no connection left",
    "57014, it took too long",
    "57P01, it does not answer",
    "08001, it does not answer",
    "08006, it does not answer",
    "XX000, it does not answer"
  })
  void the_state_tells_what_to_do(String state, String reason) {
    assertThat(SqlReason.of(new SQLException("MARK", state)))
        .startsWith(reason)
        .doesNotContain("MARK");
  }

  @Test
  void an_error_without_a_state() {
    assertThat(SqlReason.of(new SQLException("MARK"))).isEqualTo("it does not answer");
  }
}
