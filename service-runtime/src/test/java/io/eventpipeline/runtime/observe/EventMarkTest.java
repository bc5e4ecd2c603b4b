package io.eventpipeline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class EventMarkTest {
  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void marks_lines_until_it_is_closed_and_then_as_before() {
    try (EventMark _ = EventMark.of("outer")) {
      assertThat(MDC.get("event_id")).isEqualTo("outer");
      try (EventMark _ = EventMark.of("inner")) {
        assertThat(MDC.get("event_id")).isEqualTo("inner");
      }
      try (EventMark _ = EventMark.of(null)) {
        assertThat(MDC.get("event_id")).isNull();
      }
      assertThat(MDC.get("event_id")).isEqualTo("outer");
    }
    assertThat(MDC.get("event_id")).isNull();
  }
}
