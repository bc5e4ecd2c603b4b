package io.eventpipeline.admin.observe;

import io.eventpipeline.runtime.observe.MetricsTableCheck;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AdminMetricTest {
  @Test
  void the_table_in_the_reference_matches_the_list() throws IOException {
    MetricsTableCheck.assertComplete("admin_", AdminMetric.values());
  }
}
