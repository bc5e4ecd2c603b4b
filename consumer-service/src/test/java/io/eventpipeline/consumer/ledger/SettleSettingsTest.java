package io.eventpipeline.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.Bounds;
import io.eventpipeline.consumer.outbox.EmissionRules;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.window.WindowSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.exceptions.ConfigurationException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettleSettingsTest {
  @ParameterizedTest
  @CsvSource({"true,1920,true", "true,1919,false", "true,0,true", "false,60,true"})
  void a_final_event_is_known_for_longer_than_it_counts(
      String enabled, long retention, boolean starts) {
    ThrowingCallable build =
        () ->
            new SettleSettings(
                new LedgerSettings(Duration.ofSeconds(retention), Duration.ZERO),
                Bounds.of(Duration.ofSeconds(5), 1),
                new WindowLogSettings(enabled),
                new WindowSettings(Duration.ofMinutes(30)),
                new EmissionRules(
                    List.of(), new Meters<>(new SimpleMeterRegistry(), ConsumerMetric.class)));
    if (starts) {
      assertThatCode(build).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(build)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("ledger.retention must be 0 (for ever) or at least window.reten")
          .hasMessageEndingWith(": 1919s");
    }
  }
}
