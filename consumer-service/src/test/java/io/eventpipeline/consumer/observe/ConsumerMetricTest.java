package io.eventpipeline.consumer.observe;

import io.eventpipeline.runtime.observe.MetricsTableCheck;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConsumerMetricTest {
  @Test
  void the_table_in_the_reference_matches_the_list() throws IOException {
    MetricsTableCheck.assertComplete("consumer_", ConsumerMetric.values());
  }
}
