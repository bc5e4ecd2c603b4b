package io.eventpipeline.query.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IfMatchTest {
  private static final TableRef CURRENT = new TableRef(1, "v1", 1, 1);

  @Test
  void the_condition_names_the_current_table() {
    assertThat(new IfMatch(List.of()).allows(null)).isTrue();
    assertThat(new IfMatch(List.of()).allows(CURRENT)).isTrue();
    assertThat(new IfMatch(List.of("\"v1\"")).allows(CURRENT)).isTrue();
    assertThat(new IfMatch(List.of("\"v0\", \"v1\"")).allows(CURRENT)).isTrue();
    assertThat(new IfMatch(List.of("\"v0\"", "\"v1\"")).allows(CURRENT)).isTrue();
    assertThat(new IfMatch(List.of("*")).allows(CURRENT)).isTrue();
    assertThat(new IfMatch(List.of("*")).allows(null)).isFalse();
    assertThat(new IfMatch(List.of("\"v0\"")).allows(CURRENT)).isFalse();
    assertThat(new IfMatch(List.of("W/\"v1\"")).allows(CURRENT)).isFalse();
    assertThat(new IfMatch(List.of("v1")).allows(CURRENT)).isFalse();
    assertThat(new IfMatch(List.of("")).allows(CURRENT)).isFalse();
  }
}
