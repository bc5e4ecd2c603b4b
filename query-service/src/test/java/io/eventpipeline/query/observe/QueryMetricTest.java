package io.eventpipeline.query.observe;

import io.eventpipeline.runtime.observe.MetricsTableCheck;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class QueryMetricTest {
  @Test
  void the_table_in_the_reference_matches_the_list() throws IOException {
    MetricsTableCheck.assertComplete("query_", QueryMetric.values());
  }
}
