package io.eventpipeline.admin.overview.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowChartTest {
  @Test
  void the_longest_bar_is_first_and_fills_the_width() {
    WindowChart chart = WindowChart.of("plan", Map.of("free", 10L, "pro", 40L, "none", 0L));
    assertThat(chart.bars())
        .containsExactly(
            new WindowChart.Bar("pro", 40, 340),
            new WindowChart.Bar("free", 10, 85),
            new WindowChart.Bar("none", 0, 0));
  }

  @Test
  void many_values_end_in_one_bar() {
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < 30; i++) {
      counts.put("v" + i, 100L + i);
    }
    WindowChart chart = WindowChart.of("region", counts);
    assertThat(chart.bars()).hasSize(21);
    assertThat(chart.bars().getLast().name()).isEqualTo("10 more");
    assertThat(chart.bars().getLast().events()).isEqualTo(1_045);
    assertThat(chart.bars()).allMatch(bar -> bar.width() <= 340);
  }

  @Test
  void nothing_has_no_bar() {
    assertThat(WindowChart.of("plan", Map.of()).bars()).isEmpty();
    assertThat(WindowChart.of("plan", Map.of()).height()).isPositive();
  }
}
