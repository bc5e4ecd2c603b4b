package io.eventpipeline.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.runtime.observe.LogRecorder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaContactTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);
  private static final Throwable WHY = new IllegalStateException("no node");

  private final LogRecorder log = LogRecorder.of(KafkaContact.class);
  private final KafkaContact contact = new KafkaContact("kafka-1:9092", "Events wait.");

  @AfterEach
  void leave() {
    log.close();
  }

  @Test
  void a_kafka_that_is_away_is_told_once_a_minute_and_when_it_is_back() {
    contact.recordSilence(WHY, 0);
    contact.recordSilence(WHY, PATIENCE);
    contact.recordSilence(WHY, PATIENCE + MINUTE - 1);
    assertThat(log.messages())
        .containsExactly(
            "Kafka at kafka-1:9092 does not answer; retrying. Check that it runs and that"
                + " kafka.bootstrap.servers is right. Events wait."
                + " (java.lang.IllegalStateException: no node)");
    contact.recordSilence(WHY, PATIENCE + MINUTE);
    contact.recordAnswer();
    contact.recordAnswer();
    assertThat(log.messages()).hasSize(3).last().isEqualTo("Kafka at kafka-1:9092 answers again");
  }

  @Test
  void an_answer_that_is_only_late_is_not_told() {
    contact.recordAnswer();
    contact.recordSilence(WHY, 0);
    contact.recordSilence(WHY, PATIENCE - 1);
    contact.recordAnswer();
    contact.recordSilence(WHY, PATIENCE);
    contact.recordSilence(WHY, 2 * PATIENCE - 1);
    assertThat(log.messages()).isEmpty();
  }
}
