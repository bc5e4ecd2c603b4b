package io.eventpipeline.admin.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventpipeline.admin.AdminRig;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushQueueIT {
  private static final String NOTE = "{\"eventId\":\"e-1\",\"userId\":\"ann\",\"title\":\"a|b\"}";

  @TempDir Path dir;
  private AdminRig rig;
  private PushQueue queue;

  @BeforeEach
  void start() {
    rig = new AdminRig(dir);
    queue = new PushQueue(rig.redis, rig.space, rig.audit);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  /** As the push worker buries one. */
  private DeadPush bury(String id, String payload) {
    String entry =
        rig.commands()
            .xadd(
                "push:dlq",
                Map.of(
                    "id", id, "payload", payload, "error", "UNAVAILABLE", "attempts", "4",
                    "queuedAt", "1000", "failedAt", "2000"));
    rig.commands().set("push:sent:" + id, "failed");
    return queue.find(entry);
  }

  private List<String> outbox() {
    return rig.commands().xrange("outbox:push", Range.unbounded()).stream()
        .map(entry -> entry.getBody().get("d"))
        .toList();
  }

  @Test
  void a_dead_one_goes_back_into_the_outbox_once() {
    DeadPush dead = bury("e-1#1", NOTE);
    assertThat(queue.replay(dead, AdminRig.ANN)).isEqualTo(PushReplayCode.REPLAYED);
    assertThat(queue.replay(dead, AdminRig.ANN)).isEqualTo(PushReplayCode.GONE);
    assertThat(outbox()).containsExactly("0|e-1#1|" + NOTE);
    assertThat(rig.commands().xlen("push:dlq")).isZero();
    assertThat(rig.commands().get("push:sent:e-1#1")).isNull();
    var lines = rig.commands().xrange("admin:audit", Range.unbounded());
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1).getBody())
        .containsEntry("action", "push-replay")
        .containsEntry("target", "e-1#1")
        .containsEntry("outcome", "REPLAYED");
  }

  @Test
  void one_that_was_sent_stays() {
    DeadPush dead = bury("e-1#1", NOTE);
    rig.commands().set("push:sent:e-1#1", "sent");
    assertThat(queue.replay(dead, AdminRig.ANN)).isEqualTo(PushReplayCode.SENT);
    assertThat(outbox()).isEmpty();
    assertThat(rig.commands().xlen("push:dlq")).isEqualTo(1);
  }

  @Test
  void a_malformed_one_stays() {
    DeadPush dead = bury("malformed~1-0", "no notification");
    assertThat(dead.eventId()).isEmpty();
    assertThat(queue.replay(dead, AdminRig.ANN)).isEqualTo(PushReplayCode.MALFORMED);
    assertThat(outbox()).isEmpty();
  }

  @Test
  void the_oldest_ones_go_first_and_no_more_than_asked_for() {
    for (int i = 0; i < 250; i++) {
      DeadPush unused = bury("e-" + i + "#1", NOTE);
    }
    rig.commands().set("push:sent:e-3#1", "sent");
    assertThat(queue.replayOldest(220, AdminRig.ANN))
        .isEqualTo(Map.of(PushReplayCode.REPLAYED, 219, PushReplayCode.SENT, 1));
    assertThat(queue.dead("", 50)).hasSize(31).extracting(DeadPush::id).startsWith("e-249#1");
    assertThat(outbox()).hasSize(219).startsWith("0|e-0#1|" + NOTE);
  }

  @Test
  void dead_ones_are_paged() {
    for (int i = 0; i < 5; i++) {
      DeadPush unused = bury("e-" + i + "#1", NOTE);
    }
    List<DeadPush> first = queue.dead("", 2);
    assertThat(first).extracting(DeadPush::id).containsExactly("e-4#1", "e-3#1");
    DeadPush later = bury("later#1", NOTE);
    assertThat(queue.dead(first.getLast().entry(), 2))
        .extracting(DeadPush::id)
        .containsExactly("e-2#1", "e-1#1");
    assertThat(later.eventId()).isEqualTo("later");
  }

  @Test
  void the_state_shows_what_waits_and_what_is_held() {
    assertThat(queue.state().queued()).isZero();
    rig.commands().xadd("outbox:push", Map.of("d", "0|e-1#1|" + NOTE));
    rig.commands().zadd("push:retry", 5_000, "2|e-2#1|" + NOTE);
    rig.commands().hset("push:stats", Map.of("sent", "7", "failed", "3"));
    rig.commands().set("push:hold", Long.toString(rig.redis.millis() + 60_000));
    PushState state = queue.state();
    assertThat(state.queued()).isEqualTo(1);
    assertThat(state.oldestAt()).isPositive();
    assertThat(state.next()).containsExactly(new PushRetry("e-2#1", "2", 5_000));
    assertThat(state.heldUntil()).isGreaterThan(state.now());
    assertThat(List.of(state.sent(), state.failed())).containsExactly(7L, 3L);
    rig.commands().set("push:hold", "1000");
    assertThat(queue.state().heldUntil()).isZero();
  }

  @Test
  void a_foreign_key_in_the_way_changes_nothing() {
    DeadPush dead = bury("e-1#1", NOTE);
    rig.commands().set("outbox:push", "no stream");
    assertThatThrownBy(() -> queue.replay(dead, AdminRig.ANN)).isInstanceOf(RedisException.class);
    assertThat(rig.commands().xlen("push:dlq")).isEqualTo(1);
  }

  @Test
  void what_cannot_be_audited_is_not_done() {
    DeadPush dead = bury("e-1#1", NOTE);
    rig.commands().set("admin:audit", "no stream");
    assertThatThrownBy(() -> queue.replay(dead, AdminRig.ANN)).isInstanceOf(RedisException.class);
    assertThat(outbox()).isEmpty();
  }

  @Test
  void the_codes_are_those_of_the_script() throws Exception {
    String script =
        new String(
            PushQueue.class.getResourceAsStream("replay-push.lua").readAllBytes(),
            StandardCharsets.UTF_8);
    List<String> used =
        Pattern.compile("codes\\[i] = '(.)'").matcher(script).results().map(m -> m.group(1)).toList();
    assertThat(PushReplayCode.values())
        .extracting(code -> String.valueOf(code.letter()))
        .containsExactlyInAnyOrderElementsOf(used);
  }
}
