package io.eventpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartupTest {
  @Test
  void the_innermost_message_is_the_one_that_is_shown() {
    Throwable wrapped =
        new RuntimeException(
            "Error instantiating bean\nwith a path",
            new IllegalArgumentException("retry.cap is below"));
    assertThat(Startup.reason(wrapped)).isEqualTo("retry.cap is below");
  }

  @Test
  void a_value_of_the_wrong_type_is_shown_with_its_property() {
    Throwable wrapped =
        new RuntimeException(
            "Error resolving property value [${order.gap-timeout}]",
            new IllegalArgumentException("no duration\nPath Taken"));
    assertThat(Startup.reason(wrapped)).isEqualTo("order.gap-timeout: no duration");
  }
}
