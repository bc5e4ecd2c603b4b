package io.eventpipeline.admin.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.runtime.config.SettingsCheck;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverviewSettingsTest {
  @Test
  void a_link_that_is_none_stops_the_start() {
    assertThat(
            SettingsCheck.reason(
                OverviewSettings.class, Map.of("admin.grafana-url", "javascript:alert(1)")))
        .startsWith("admin.grafana-url must be empty, or begin with http:// or https://");
  }
}
