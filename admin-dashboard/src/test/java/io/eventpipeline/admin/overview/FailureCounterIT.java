package io.eventpipeline.admin.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.admin.AdminRig;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureCounterIT {
  @TempDir static Path dir;
  private static AdminRig rig;
  private FailureCounter counter;

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
    rig.commands().rpush("dlq:list", "old-1", "old-2");
    counter = new FailureCounter(rig.redis, rig.space);
    assertThat(counter.count()).isZero();
  }

  @Test
  void what_came_to_the_end_is_counted_once() {
    rig.commands().rpush("dlq:list", "a", "b", "c");
    assertThat(counter.count()).isEqualTo(3);
    assertThat(counter.count()).isZero();
  }

  @Test
  void a_purge_counts_nothing_and_a_replay_that_fails_counts_again() {
    rig.commands().rpush("dlq:list", "a", "b");
    assertThat(counter.count()).isEqualTo(2);
    rig.commands().lrem("dlq:list", 0, "old-1");
    assertThat(counter.count()).isZero();
    rig.commands().lrem("dlq:list", 0, "a");
    rig.commands().rpush("dlq:list", "a");
    assertThat(counter.count()).isEqualTo(1);
  }

  @Test
  void the_first_failure_of_all_counts() {
    rig.commands().flushall();
    counter = new FailureCounter(rig.redis, rig.space);
    assertThat(counter.count()).isZero();
    rig.commands().rpush("dlq:list", "a");
    assertThat(counter.count()).isEqualTo(1);
  }

  @Test
  void more_than_it_reads_is_taken_from_the_length() {
    for (int i = 0; i < 700; i++) {
      rig.commands().rpush("dlq:list", "m" + i);
    }
    assertThat(counter.count()).isEqualTo(700);
  }
}
