package io.eventpipeline.admin.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.AdminRig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersIT {
  @TempDir Path dir;
  private AdminRig rig;
  private Pauses pauses;
  private WaitingUsers waiting;

  @BeforeEach
  void start() {
    rig = new AdminRig(dir);
    pauses = new Pauses(rig.redis, rig.space, rig.audit);
    waiting = new WaitingUsers(rig.redis, rig.space);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void a_user_is_paused_listed_and_resumed() {
    long until = pauses.pause("ann", Duration.ofMinutes(15), "bad phone", AdminRig.ANN).getAsLong();
    long left = until - rig.redis.millis();
    assertThat(left).isBetween(890_000L, 900_000L);
    assertThat(pauses.list())
        .singleElement()
        .satisfies(
            pause -> {
              assertThat(pause.userId()).isEqualTo("ann");
              assertThat(pause.by()).isEqualTo("ann");
              assertThat(pause.why()).isEqualTo("bad phone");
              assertThat(pause.until()).isEqualTo(until);
            });
    assertThat(pauses.find("ann")).isNotNull();
    assertThat(pauses.find("bob")).isNull();
    assertThat(pauses.resume("ann", AdminRig.ANN)).isTrue();
    assertThat(pauses.resume("ann", AdminRig.ANN)).isFalse();
    assertThat(pauses.list()).isEmpty();
    assertThat(rig.commands().xlen("admin:audit")).isEqualTo(6);
  }

  @Test
  void a_pause_that_is_over_is_not_listed() {
    rig.commands().zadd("paused", 1_000, "ann");
    assertThat(pauses.list()).isEmpty();
    assertThat(pauses.find("ann")).isNull();
  }

  @Test
  void a_thousand_and_first_user_is_refused() {
    for (int i = 0; i < 1_000; i++) {
      rig.commands().zadd("paused", 1e15, "user-" + i);
    }
    assertThat(pauses.pause("ann", Duration.ofMinutes(1), "", AdminRig.ANN)).isEmpty();
  }

  @Test
  void waiting_users_of_all_partitions_are_read() {
    rig.commands()
        .hset(
            "lanes:events:1",
            Map.of(
                "bob",
                "{\"why\":\"gap\",\"since\":2000,\"ends\":7000,\"seq\":4,\"waiting\":12}",
                "~more",
                "3"));
    rig.commands().hset("lanes:events:0", "ann", "{\"why\":\"retry\",\"since\":1000,\"due\":9000}");
    rig.commands().hset("lanes:events:2", "eve", "no json");
    WaitingUsers.All all = waiting.all("events", 3);
    assertThat(all.more()).isEqualTo(3);
    assertThat(all.users()).extracting(WaitingUser::userId).containsExactly("eve", "ann", "bob");
    WaitingUser bob = all.users().getLast();
    assertThat(bob.why()).isEqualTo("gap");
    assertThat(bob.until()).isEqualTo(7000);
    assertThat(bob.fields()).containsEntry("seq", "4").containsEntry("waiting", "12");
    assertThat(all.users().getFirst().why()).isEqualTo("unknown");
  }

  @Test
  void one_user_is_found_in_its_partition() {
    for (int partition = 0; partition < 8; partition++) {
      rig.commands().hset("lanes:events:" + partition, "ann", "{\"why\":\"p" + partition + "\"}");
    }
    // As Kafka's partitioner has it.
    int murmur2 =
        org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(
            AdminRig.bytes("ann"), 8);
    assertThat(waiting.find("ann", "events", 8).why()).isEqualTo("p" + murmur2);
    assertThat(waiting.find("bob", "events", 8)).isNull();
  }
}
