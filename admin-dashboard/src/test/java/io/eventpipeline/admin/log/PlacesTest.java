package io.eventpipeline.admin.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  @Test
  void a_text_is_read_as_it_was_written() {
    Map<Integer, Long> offsets = Map.of(0, 17L, 3, 1_200L);
    assertThat(Places.text(offsets)).isEqualTo("0:17,3:1200");
    assertThat(Places.parse("0:17,3:1200")).isEqualTo(offsets);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "1", "1:", ":1", "1:2,", "-1:2", "1:-2", "1:2;3:4", "9999999999:1"})
  void what_is_none_of_ours_is_no_place(String text) {
    assertThat(Places.parse(text)).isEmpty();
  }
}
