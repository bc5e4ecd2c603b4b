package io.eventpipeline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.EventRules;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.redis.RedisKeys;
import org.junit.jupiter.api.Test;

/** The names that programs outside rely on, written out. */
class NamesTest {
  @Test
  void keys_in_redis() {
    assertThat(RedisKeys.event("a")).isEqualTo("event:a");
    assertThat(RedisKeys.dedup("a")).isEqualTo("dedup:a");
    assertThat(RedisKeys.inflight("a")).isEqualTo("inflight:a");
    assertThat(RedisKeys.order("u")).isEqualTo("order:u");
    assertThat(RedisKeys.seq("u")).isEqualTo("seq:u");
    assertThat(RedisKeys.dlq("a")).isEqualTo("dlq:a");
    assertThat(RedisKeys.DLQ_LIST).isEqualTo("dlq:list");
    assertThat(RedisKeys.rate("u")).isEqualTo("rate:u");
    assertThat(RedisKeys.rateIp("::1")).isEqualTo("rate-ip:::1");
    assertThat(RedisKeys.idem("k")).isEqualTo("idem:k");
    assertThat(RedisKeys.owner("events", 3)).isEqualTo("owner:events:3");
    assertThat(RedisKeys.topic("events", 3)).isEqualTo("topic:events:3");
  }

  @Test
  void names_in_kafka() {
    assertThat(EventTopic.NAME).isEqualTo("events");
    assertThat(EventTopic.PARTITIONS).isEqualTo(8);
    assertThat(EventTopic.GROUP).isEqualTo("event-processors");
    assertThat(EventTopic.ID_HEADER).isEqualTo("event-id");
    assertThat(EventTopic.TYPE_HEADER).isEqualTo("event-type");
  }

  @Test
  void the_id_of_a_poison_record_is_not_legal_for_an_event() {
    String id = EventTopic.poisonId("events", 3, 17);

    assertThat(id).isEqualTo("poison~events~3~17");
    assertThat(EventRules.checkId(id)).isNotNull();
    assertThat(EventTopic.poisonId("events", 3, 17, "AbCd_-12AbCd_-12AbCd_w"))
        .isEqualTo("poison~events~3~17~AbCd_-12");
  }
}
