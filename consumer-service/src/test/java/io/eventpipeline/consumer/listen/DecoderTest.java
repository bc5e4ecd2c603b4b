package io.eventpipeline.consumer.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.engine.Partition;
import io.eventpipeline.consumer.engine.PartitionName;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.observe.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
  private static final long SENT_AGAIN = 1_700_000_000_000L;
  private static final long FIRST_SENT = SENT_AGAIN - 86_400_000;

  private final Decoder decoder =
      new Decoder(new Meters<>(new SimpleMeterRegistry(), ConsumerMetric.class), true);
  private final AssignedPartition partition =
      new AssignedPartition(
          new TopicPartition("events", 3),
          new Partition(new PartitionName("events", 3), "", null),
          Duration.ofSeconds(5));
  private final Headers headers = new RecordHeaders();

  private void header(String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private PendingEvent decode(String json) {
    byte[] value = json.getBytes(StandardCharsets.UTF_8);
    return decoder.decode(
        new ConsumerRecord<>(
            "events",
            3,
            7,
            SENT_AGAIN,
            TimestampType.LOG_APPEND_TIME,
            3,
            value.length,
            "ann".getBytes(StandardCharsets.UTF_8),
            value,
            headers,
            Optional.empty()),
        partition);
  }

  private PendingEvent decodeEvent(String more) {
    return decode(
        "{\"id\":\"a\",\"userId\":\"ann\",\"type\":\"t\",\"payload\":{\"seq\":1}" + more + "}");
  }

  @Test
  void a_replay_is_dated_by_the_first_record_of_its_event() {
    header(EventTopic.REPLAY_HEADER, "j.1");
    header(EventTopic.EVENT_TIME_HEADER, Long.toString(FIRST_SENT));
    PendingEvent replay = decodeEvent("");
    assertThat(replay.replayToken()).isEqualTo("j.1");
    assertThat(replay.seq()).isEqualTo(1);
    assertThat(replay.event().timestamp()).isEqualTo(FIRST_SENT);
    assertThat(replay.second()).isEqualTo(FIRST_SENT / 1000);
    assertThat(replay.timestamp()).isEqualTo(SENT_AGAIN);
    assertThat(replay.logTime()).isEqualTo(SENT_AGAIN);
  }

  @Test
  void a_replay_keeps_the_timestamp_that_it_has() {
    header(EventTopic.REPLAY_HEADER, "j.1");
    header(EventTopic.EVENT_TIME_HEADER, Long.toString(FIRST_SENT));
    assertThat(decodeEvent(",\"timestamp\":1234567").event().timestamp()).isEqualTo(1_234_567);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-5", "yesterday", "99999999999999999999"})
  void a_time_that_is_none_is_ignored(String time) {
    header(EventTopic.REPLAY_HEADER, "j.1");
    header(EventTopic.EVENT_TIME_HEADER, time);
    assertThat(decodeEvent("").event().timestamp()).isEqualTo(SENT_AGAIN);
  }

  @Test
  void a_time_without_a_token_does_not_count() {
    header(EventTopic.EVENT_TIME_HEADER, Long.toString(FIRST_SENT));
    assertThat(decodeEvent("").event().timestamp()).isEqualTo(SENT_AGAIN);
  }

  @Test
  void a_token_that_no_tool_writes_is_ignored() {
    header(EventTopic.REPLAY_HEADER, "j".repeat(64));
    assertThat(decodeEvent("").isReplay()).isTrue();
    header(EventTopic.REPLAY_HEADER, "j".repeat(65));
    assertThat(decodeEvent("").isReplay()).isFalse();
    header(EventTopic.REPLAY_HEADER, "");
    assertThat(decodeEvent("").isReplay()).isFalse();
  }

  @Test
  void poison_is_no_replay() {
    header(EventTopic.REPLAY_HEADER, "j.1");
    assertThat(decode("{}").isReplay()).isFalse();
  }
}
