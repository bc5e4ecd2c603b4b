package io.eventpipeline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  @Test
  void each_format_has_its_file() {
    for (LogFormat format : LogFormat.values()) {
      String name = format.name().toLowerCase(Locale.ROOT);
      assertThat(LogFormat.of(name)).isEqualTo(format);
      assertThat(LogFormatTest.class.getResource("/log-" + name + ".xml")).isNotNull();
    }
  }

  @Test
  void another_is_refused_by_the_name_of_its_property() {
    assertThatThrownBy(() -> LogFormat.of("xml")).hasMessageContaining("log.format");
  }
}
