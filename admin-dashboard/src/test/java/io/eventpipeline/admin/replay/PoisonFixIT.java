package io.eventpipeline.admin.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.AdminRig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoisonFixIT {
  private static final String POISON = "poison~events~3~9";
  private static final String FIXED = "fixed:AbCdEfGh:3:9";
  private static final byte[] TEXT =
      AdminRig.bytes("{\"userId\":\"ann\",\"type\":\"a\",\"payload\":{\"seq\":2}}");
  private static final Duration SHORT = Duration.ofMillis(10);

  @TempDir Path dir;
  private AdminRig rig;
  private StandInConsumer consumer;
  private PoisonFix fix;

  @BeforeEach
  void start() {
    rig = new AdminRig(dir);
    consumer = new StandInConsumer(rig, id -> false);
    fix =
        new PoisonFix(
            rig.redis,
            rig.space,
            rig.letters,
            new Finals(rig.redis, rig.space),
            new ReplayPublisher(consumer),
            rig.audit);
    rig.fail(POISON, "", "", "InvalidEvent", "no json");
    rig.commands().set("topic:events:3", "AbCdEfGhIjKlMnOpQrStUv");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void makeFinal(String id, String user, String status) {
    rig.commands()
        .hset("event:" + id, Map.of("status", status, "userId", user, "seq", "2", "error", "boom"));
  }

  private ReplayResult fix() {
    return fix.fix(POISON, TEXT, AdminRig.ANN, SHORT);
  }

  @Test
  void it_stays_listed_until_the_new_event_is_final() {
    assertThat(fix()).isEqualTo(new ReplayResult.Waiting());
    var record = consumer.history().getFirst();
    assertThat(new String(record.value())).startsWith("{\"id\":\"" + FIXED + "\",\"userId\"");
    assertThat(StandInConsumer.header(record, "replay-token")).isEmpty();
    assertThat(rig.letters.find(POISON)).isNotNull();
    assertThat(rig.commands().hget("dlq:" + POISON, "replayState")).isEqualTo("fixing");
    makeFinal(FIXED, "ann", "processed");
    assertThat(fix()).isEqualTo(new ReplayResult.Processed());
    assertThat(rig.letters.find(POISON)).isNull();
    rig.requireWholeList();
  }

  @Test
  void one_that_fails_is_a_dead_letter_under_its_own_id() {
    assertThat(fix()).isEqualTo(new ReplayResult.Waiting());
    makeFinal(FIXED, "ann", "failed");
    assertThat(fix()).isEqualTo(new ReplayResult.FailedAgain("", "boom"));
    assertThat(rig.letters.find(POISON)).isNull();
  }

  @Test
  void an_id_that_an_event_has_is_not_taken() {
    makeFinal(FIXED, "bob", "processed");
    assertThat(fix()).isEqualTo(new ReplayResult.Waiting());
    assertThat(new String(consumer.history().getFirst().value()))
        .startsWith("{\"id\":\"" + FIXED + ":2\"");
  }

  @Test
  void the_final_event_of_another_user_deletes_nothing() {
    assertThat(fix()).isEqualTo(new ReplayResult.Waiting());
    makeFinal(FIXED, "bob", "processed");
    assertThat(fix()).isEqualTo(new ReplayResult.Waiting());
    assertThat(rig.letters.find(POISON)).isNotNull();
  }

  @Test
  void a_text_without_an_event_is_refused_with_its_errors() {
    byte[] text = AdminRig.bytes("{\"type\":\"a\",\"payload\":{}}");
    assertThat(fix.fix(POISON, text, AdminRig.ANN, SHORT).toString()).contains("/userId");
    assertThat(consumer.history()).isEmpty();
  }

  @Test
  void only_a_record_without_an_event_is_fixed() {
    rig.fail("e-1", "ann", "a", "Boom");
    assertThat(fix.fix("e-1", TEXT, AdminRig.ANN, SHORT)).isInstanceOf(ReplayResult.Refused.class);
  }

  @Test
  void a_topic_that_was_made_anew_gives_its_own_id() {
    rig.fail(POISON + "~ZzZzZzZz", "", "", "InvalidEvent", "no json");
    assertThat(fix.fix(POISON + "~ZzZzZzZz", TEXT, AdminRig.ANN, SHORT))
        .isEqualTo(new ReplayResult.Waiting());
    assertThat(new String(consumer.history().getFirst().value()))
        .startsWith("{\"id\":\"fixed:ZzZzZzZz:3:9\"");
  }
}
