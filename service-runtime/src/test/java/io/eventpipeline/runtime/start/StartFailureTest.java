package io.eventpipeline.runtime.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import org.junit.jupiter.api.Test;

class StartFailureTest {
  @Test
  void the_innermost_message_is_the_one_that_is_shown() {
    Throwable wrapped =
        new RuntimeException(
            "Error instantiating bean\nwith a path",
            new IllegalArgumentException("retry.cap is below"));
    assertThat(StartFailure.reason(wrapped)).isEqualTo("retry.cap is below");
  }

  @Test
  void a_value_of_the_wrong_type_is_shown_with_its_property() {
    Throwable wrapped =
        new RuntimeException(
            "Error resolving property value [${order.gap-timeout}]",
            new IllegalArgumentException("no duration\nPath Taken"));
    assertThat(StartFailure.reason(wrapped)).isEqualTo("order.gap-timeout: no duration");
  }

  @Test
  void a_message_that_is_only_the_name_of_a_class_says_what_is_the_matter_with_it() {
    Throwable wrapped =
        new RuntimeException(
            "Error instantiating bean",
            new NoClassDefFoundError("com/acme/Ledger")
                .initCause(new ClassNotFoundException("com.acme.Ledger")));
    assertThat(StartFailure.reason(wrapped)).isEqualTo("ClassNotFoundException: com.acme.Ledger");
  }

  @Test
  void a_taken_port_is_named_with_its_settings() {
    Throwable wrapped =
        new RuntimeException(
            "Unable to start Micronaut server on localhost:3000",
            new BindException("Address already in use"));
    assertThat(StartFailure.reason(wrapped))
        .startsWith("localhost:3000: Address already in use; micronaut.server.port ");
  }

  @Test
  void a_secret_that_a_library_quotes_is_left_out() {
    Throwable wrapped =
        new RuntimeException(
            "Failed to construct kafka consumer",
            new IllegalArgumentException("Value not specified for key 'MARK' in JAAS config"));
    assertThat(StartFailure.reason(wrapped))
        .isEqualTo("Value not specified for key '***' in JAAS config");
  }
}
