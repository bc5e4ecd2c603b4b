package io.eventpipeline.query.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllowedValuesTest {
  @Test
  void only_listed_attributes_are_bounded() {
    AllowedValues allowed =
        new AllowedValues(Map.of("plan", "free,pro", "max-tier", List.of("a", "b")));
    assertThat(allowed.refusal("plan", "pro")).isNull();
    assertThat(allowed.refusal("PLAN", "free")).isNull();
    assertThat(allowed.refusal("plan", "Pro")).isEqualTo("must be one of free, pro");
    assertThat(allowed.refusal("max_tier", "c")).isEqualTo("must be one of a, b");
    assertThat(allowed.refusal("region", "anything")).isNull();
  }

  @Test
  void an_empty_value_stops_the_start() {
    assertThatThrownBy(() -> new AllowedValues(Map.of("plan", "free,,pro")))
        .hasMessageContaining("reference.allowed.plan must be values separated by commas");
  }
}
