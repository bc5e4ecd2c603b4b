package io.eventpipeline.admin.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.admin.deadletter.EventEdit;
import io.eventpipeline.admin.deadletter.Mark;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleReplayIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ReplaySettings SETTINGS = ReplaySettings.DEFAULT;

  @TempDir Path dir;
  private AdminRig rig;
  private StandInConsumer consumer;
  private SingleReplay single;

  @BeforeEach
  void start() {
    rig = new AdminRig(dir);
    consumer = new StandInConsumer(rig, id -> id.startsWith("bad"));
    consumer.handlesAtOnce = true;
    single =
        new SingleReplay(rig.letters, rig.jobs, new ReplayPublisher(consumer), rig.audit, SETTINGS);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private List<Map<String, String>> audit() {
    return rig.commands().xrange("admin:audit", Range.unbounded()).stream()
        .map(line -> line.getBody())
        .toList();
  }

  @Test
  void a_dead_letter_is_processed() {
    rig.fail("e-1", "ann", "a", "Boom");
    assertThat(single.replay("e-1", AdminRig.ANN, PATIENCE))
        .isEqualTo(new ReplayResult.Processed());
    assertThat(audit().getLast())
        .containsEntry("phase", "result")
        .containsEntry("target", "e-1")
        .containsEntry("by", "ann")
        .containsEntry("ip", "127.0.0.1")
        .containsEntry("outcome", "processed");
    String job = rig.commands().keys("replay:job:*").getFirst();
    assertThat(rig.commands().ttl(job)).isPositive();
    assertThat(rig.commands().hget(job, "processed")).isEqualTo("1");
  }

  @Test
  void one_that_fails_again_says_why() {
    rig.fail("bad-1", "ann", "a", "Boom");
    assertThat(single.replay("bad-1", AdminRig.ANN, PATIENCE))
        .isEqualTo(new ReplayResult.FailedAgain("Again", "boom again"));
  }

  @Test
  void an_edited_one_is_published_edited_and_the_audit_keeps_the_old_text() {
    rig.fail("e-1", "ann", "a", "Boom");
    byte[] payload = AdminRig.bytes("{\"n\":2}");
    assertThat(
            single.replay(
                "e-1", letter -> EventEdit.payload(letter, payload), AdminRig.ANN, PATIENCE))
        .isEqualTo(new ReplayResult.Processed());
    assertThat(new String(consumer.history().getFirst().value())).contains("\"payload\":{\"n\":2}");
    assertThat(audit().getFirst().get("old")).contains("\"payload\":{\"n\":1}");
    assertThat(audit().getFirst()).containsKeys("before", "after");
    assertThat(audit().getFirst().get("before")).isNotEqualTo(audit().getFirst().get("after"));
  }

  @Test
  void a_refused_edit_changes_nothing() {
    rig.fail("e-1", "ann", "a", "Boom");
    byte[] payload = AdminRig.bytes("{\"seq\":2}");
    assertThat(
            single.replay(
                "e-1", letter -> EventEdit.payload(letter, payload), AdminRig.ANN, PATIENCE))
        .isEqualTo(new ReplayResult.Invalid("/payload/seq", "must stay absent"));
    assertThat(consumer.history()).isEmpty();
    assertThat(audit()).isEmpty();
  }

  @Test
  void refusals_say_what_to_do() {
    rig.fail("poison~events~0~9", "", "", "InvalidEvent", "no json");
    rig.fail("e-1", "ann", "a", "Boom");
    assertThat(single.replay("never", AdminRig.ANN, PATIENCE).toString())
        .contains("no dead letter never");
    assertThat(single.replay("poison~events~0~9", AdminRig.ANN, PATIENCE).toString())
        .contains("no valid event");
    var unused =
        rig.letters.mark(List.of(new Mark("e-1", "x.0")), "bob", SETTINGS.staleAfter(), false);
    assertThat(single.replay("e-1", AdminRig.ANN, PATIENCE).toString())
        .contains("under way by bob");
    assertThat(consumer.history()).isEmpty();
  }

  @Test
  void kafka_away_takes_the_mark_back() {
    rig.fail("e-1", "ann", "a", "Boom");
    consumer.untilKafkaIsAway = 0;
    consumer.refusals = 1;
    assertThat(single.replay("e-1", AdminRig.ANN, PATIENCE).toString()).contains("check Kafka");
    assertThat(single.replay("e-1", AdminRig.ANN, PATIENCE))
        .isEqualTo(new ReplayResult.Processed());
  }

  @Test
  void what_is_not_final_in_time_goes_on() {
    rig.fail("e-1", "ann", "a", "Boom");
    consumer.handlesAtOnce = false;
    assertThat(single.replay("e-1", AdminRig.ANN, Duration.ofMillis(10)))
        .isEqualTo(new ReplayResult.Waiting());
  }

  @Test
  void what_cannot_be_audited_is_not_done() {
    rig.fail("e-1", "ann", "a", "Boom");
    rig.commands().set("admin:audit", "no stream");
    assertThatThrownBy(() -> single.replay("e-1", AdminRig.ANN, PATIENCE))
        .isInstanceOf(RedisException.class);
    assertThat(consumer.history()).isEmpty();
  }
}
