package io.eventpipeline.admin.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterFilterTest {
  @ParameterizedTest
  @CsvSource({
    "java.lang.IllegalStateException, true",
    "IllegalStateException, true",
    "lang.IllegalStateException, true",
    "StateException, false",
    "java.lang, false",
    "illegalstateexception, false"
  })
  void an_error_class_fits_with_and_without_its_package(String wanted, boolean fits) {
    DeadLetterFilter filter = new DeadLetterFilter(wanted, null, null, null, null, 0);
    assertThat(filter.matches(Map.of("errorClass", "java.lang.IllegalStateException")))
        .isEqualTo(fits);
    assertThat(filter.matches(Map.of())).isFalse();
  }
}
