package io.eventpipeline.ingest.backpressure;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.runtime.kafka.CommitNote;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class GroupLagTest {
  private static final String TOPIC = "AbCd_-12AbCd_-12AbCd_w";

  private static OffsetAndMetadata committed(long offset, String topicId) {
    CommitNote note = new CommitNote("redis", offset, topicId, 0, Map.of());
    return new OffsetAndMetadata(offset, note.text());
  }

  @Test
  void the_group_reads_on_where_it_committed() {
    assertThat(GroupLag.next(committed(7, TOPIC), 2, TOPIC)).isEqualTo(7);
    assertThat(GroupLag.next(new OffsetAndMetadata(7), 2, TOPIC)).isEqualTo(7);
    assertThat(GroupLag.next(committed(7, CommitNote.UNKNOWN_TOPIC), 2, TOPIC)).isEqualTo(7);
  }

  @Test
  void it_begins_at_the_first_event_if_that_is_not_in_this_log() {
    assertThat(GroupLag.next(null, 2, TOPIC)).isEqualTo(2);
    assertThat(GroupLag.next(committed(1, TOPIC), 2, TOPIC)).isEqualTo(2);
    assertThat(GroupLag.next(committed(7, "an-older-topic"), 2, TOPIC)).isEqualTo(2);
  }
}
