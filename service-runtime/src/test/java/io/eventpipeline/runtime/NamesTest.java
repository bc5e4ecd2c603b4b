package io.eventpipeline.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.EventRules;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.eventpipeline.runtime.redis.SingleKeys;
import java.util.List;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

/** The names that programs outside rely on, written out. */
class NamesTest {
  @Test
  void keys_in_redis() {
    KeySpace space = new KeySpaces().ofUser("u");
    assertThat(space.event("a")).isEqualTo("event:a");
    assertThat(space.dedup("a")).isEqualTo("dedup:a");
    assertThat(space.inflight("a")).isEqualTo("inflight:a");
    assertThat(space.order("u")).isEqualTo("order:u");
    assertThat(space.seq("u")).isEqualTo("seq:u");
    assertThat(space.dlq("a")).isEqualTo("dlq:a");
    assertThat(space.dlqList()).isEqualTo("dlq:list");
    assertThat(space.notable()).isEqualTo("ix:notable");
    assertThat(space.replayJob("j")).isEqualTo("replay:job:j");
    assertThat(space.replayIds("j")).isEqualTo("replay:ids:j");
    assertThat(space.replayScan("j")).isEqualTo("replay:scan:j");
    assertThat(space.replayRate()).isEqualTo("replay:rate");
    assertThat(SingleKeys.adminAudit()).isEqualTo("admin:audit");
    assertThat(space.outboxPush()).isEqualTo("outbox:push");
    assertThat(KeySpace.PUSH_WORKERS).isEqualTo("workers");
    assertThat(space.pushRetry()).isEqualTo("push:retry");
    assertThat(space.pushDlq()).isEqualTo("push:dlq");
    assertThat(space.pushStats()).isEqualTo("push:stats");
    assertThat(space.pushHold()).isEqualTo("push:hold");
    assertThat(space.pushSent("a#1")).isEqualTo("push:sent:a#1");
    assertThat(space.fcmToken("u")).isEqualTo("fcm:token:u");
    assertThat(space.fcmTokens("u")).isEqualTo("fcm:tokens:u");
    assertThat(space.rate("u")).isEqualTo("rate:u");
    assertThat(SingleKeys.rateIp("::1")).isEqualTo("rate-ip:::1");
    assertThat(space.idem("k")).isEqualTo("idem:k");
    assertThat(space.idempotency("a")).isEqualTo("idempotency:a");
    assertThat(SingleKeys.rateLimit("orders", "10.0.0.7")).isEqualTo("rate_limit:orders:10.0.0.7");
    assertThat(SingleKeys.webhookSeen("gh:0a")).isEqualTo("webhook:seen:gh:0a");
    assertThat(SingleKeys.webhookStats()).isEqualTo("webhook:stats");
    assertThat(space.owner("events", 3)).isEqualTo("owner:events:3");
    assertThat(space.topic("events", 3)).isEqualTo("topic:events:3");
    assertThat(space.paused()).isEqualTo("paused");
    assertThat(space.pause("users")).isEqualTo("pause:users");
    assertThat(space.lanes("events", 3)).isEqualTo("lanes:events:3");
    assertThat(SingleKeys.consumer("c1")).isEqualTo("consumer:c1");
    assertThat(SingleKeys.consumers()).isEqualTo("consumers");
    assertThat(SingleKeys.adminSession("a1")).isEqualTo("admin:session:a1");
    assertThat(SingleKeys.adminLink()).isEqualTo("admin:link");
    assertThat(SingleKeys.adminTries("a1", "::1")).isEqualTo("admin:tries:a1:::1");
    assertThat(space.windowGeneration()).isEqualTo("win-generation");
    assertThat(space.refCurrent()).isEqualTo("ref:current");
    assertThat(space.refUpload()).isEqualTo("ref:upload");
    assertThat(space.refChunk("0a", 7)).isEqualTo("ref:0a:7");
  }

  @Test
  void all_partitions_share_one_space() {
    KeySpaces spaces = new KeySpaces();

    assertThat(spaces.all()).containsExactly(new KeySpace(""));
    assertThat(spaces.ofPartition(7)).isEqualTo(spaces.ofUser("ann"));
  }

  @Test
  void a_space_of_its_own_tags_its_names_and_follows_the_partition_of_the_user() {
    KeySpace zero = new KeySpace("{0}");
    KeySpace one = new KeySpace("{1}");
    KeySpaces spaces = new KeySpaces(List.of(zero, one));

    assertThat(one.event("a{b}")).isEqualTo("event:{1}a{b}");
    assertThat(one.dlqList()).isEqualTo("dlq:{1}list");
    assertThat(one.owner("events", 3)).isEqualTo("owner:{1}events:3");
    assertThat(one.paused()).isEqualTo("paused{1}");
    assertThat(spaces.ofPartition(1)).isEqualTo(one);
    for (String user : List.of("ann", "bob", "änn 😀", "")) {
      int partition = BuiltInPartitioner.partitionForKey(user.getBytes(UTF_8), 2);
      assertThat(spaces.ofUser(user)).as(user).isEqualTo(spaces.ofPartition(partition));
    }
  }

  @Test
  void names_in_kafka() {
    assertThat(EventTopic.NAME).isEqualTo("events");
    assertThat(EventTopic.PARTITIONS).isEqualTo(8);
    assertThat(EventTopic.GROUP).isEqualTo("event-processors");
    assertThat(EventTopic.ID_HEADER).isEqualTo("event-id");
    assertThat(EventTopic.TYPE_HEADER).isEqualTo("event-type");
    assertThat(EventTopic.REPLAY_HEADER).isEqualTo("replay-token");
    assertThat(EventTopic.EVENT_TIME_HEADER).isEqualTo("event-time");
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
