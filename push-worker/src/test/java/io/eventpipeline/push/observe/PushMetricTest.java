package io.eventpipeline.push.observe;

import io.eventpipeline.runtime.observe.MetricsTableCheck;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PushMetricTest {
  @Test
  void the_table_in_the_reference_matches_the_list() throws IOException {
    MetricsTableCheck.assertComplete("push_", PushMetric.values());
  }
}
