package io.eventpipeline.admin.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.admin.log.EventState.Push;
import io.eventpipeline.admin.log.EventState.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateReaderIT {
  @TempDir static Path dir;
  private static AdminRig rig;
  private StateReader states;

  @BeforeAll
  static void start() {
    rig = new AdminRig(dir);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void begin() {
    rig.commands().flushall();
    states = new StateReader(rig.redis, rig.space);
  }

  /** At offset 5, where all below offset 5 or 6 is final. */
  private EventState state(String id, long committed) {
    LogRow row = new LogRow(id, "ann", "t", 0, 0, 0, 5, false);
    return states.states(List.of(row), Map.of(0, committed)).get(id);
  }

  @Test
  void an_event_that_nobody_has_read_is_queued() {
    assertThat(state("e", 5).status()).isEqualTo(Status.QUEUED);
  }

  @Test
  void below_the_committed_offset_redis_forgot_it() {
    assertThat(state("e", 6).status()).isEqualTo(Status.FORGOTTEN);
    assertThat(states.state("e").status()).isEqualTo(Status.FORGOTTEN);
  }

  @Test
  void a_lease_means_processing_also_of_a_failed_one_that_is_replayed() {
    rig.commands().set("inflight:e", "events:0 1 5 1");
    assertThat(state("e", 5).status()).isEqualTo(Status.PROCESSING);
    rig.commands().hset("event:e", "status", "failed");
    assertThat(state("e", 5).status()).isEqualTo(Status.PROCESSING);
    rig.commands().hset("event:e", "status", "processed");
    assertThat(state("e", 5).status()).isEqualTo(Status.PROCESSED);
  }

  @Test
  void final_states_are_those_of_the_hash() {
    for (String status : List.of("processed", "failed", "skipped")) {
      rig.commands().hset("event:" + status, "status", status);
      assertThat(state(status, 5).status().word()).isEqualTo(status);
    }
  }

  @Test
  void notifications_are_as_bad_as_the_worst_of_them() {
    rig.commands().hset("event:e", Map.of("status", "processed", "emitted", "2"));
    assertThat(state("e", 6).push()).isEqualTo(Push.QUEUED);
    rig.commands().set("push:sent:e#1", "sent");
    assertThat(state("e", 6).push()).isEqualTo(Push.QUEUED);
    rig.commands().set("push:sent:e#2", "no-device");
    assertThat(state("e", 6).push()).isEqualTo(Push.SENT);
    rig.commands().set("push:sent:e#1", "expired");
    assertThat(state("e", 6).push()).isEqualTo(Push.NOT_SENT);
    rig.commands().set("push:sent:e#2", "failed");
    assertThat(state("e", 6).push()).isEqualTo(Push.FAILED);
  }

  @Test
  void a_foreign_key_in_its_place_is_not_known() {
    rig.commands().set("event:e", "text");
    assertThat(state("e", 5).status()).isEqualTo(Status.UNKNOWN);
  }
}
