package io.eventpipeline.ingest.accept;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.runtime.observe.LogRecorder;
import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class RequestOutcomesTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(RequestOutcomes.class);
  private final LogRecorder log = LogRecorder.of(RequestOutcomes.class);
  private final RequestOutcomes outcomes =
      new RequestOutcomes(new Meters<>(new SimpleMeterRegistry(), IngestMetric.class));

  @AfterEach
  void listenNoMore() {
    logger.setLevel(null);
    log.close();
  }

  @Test
  void each_line_about_an_event_has_its_id_and_no_other_line_has() {
    logger.setLevel(Level.DEBUG);
    outcomes.count(
        new RequestResult<>(
            List.of(
                new ItemOutcome.Accepted("a"),
                new ItemOutcome.Invalid(List.of(), null),
                new ItemOutcome.Unavailable("b")),
            List.of()));

    assertThat(log.lines())
        .extracting(ILoggingEvent::getMDCPropertyMap)
        .extracting(fields -> fields.get("event_id"))
        .containsExactly("a", null, "b");
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }
}
