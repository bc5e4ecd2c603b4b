package io.eventpipeline.admin.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.eventpipeline.admin.AdminRig;
import io.eventpipeline.admin.deadletter.DeadLetterFilter;
import io.eventpipeline.admin.deadletter.Mark;
import io.eventpipeline.admin.deadletter.MarkCode;
import io.eventpipeline.admin.deadletter.ScanProgress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayJobsIT {
  private static final Predicate<String> EVERY_TENTH = id -> id.endsWith("7");
  private static final DeadLetterFilter ALL = new DeadLetterFilter(null, null, null, null, null, 0);
  private static final ReplaySettings SETTINGS = new ReplaySettings(0, Duration.ofSeconds(1));

  @TempDir Path dir;
  private AdminRig rig;

  @BeforeEach
  void start() {
    rig = new AdminRig(dir);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private ReplayJob count(int rate) {
    return rig.jobs.count(ALL, rate, false, AdminRig.ANN, ScanProgress.NONE);
  }

  private JobRunner runner(StandInConsumer consumer) {
    return new JobRunner(rig.letters, rig.jobs, new ReplayPublisher(consumer), SETTINGS);
  }

  private void fail(int count) {
    for (int i = 0; i < count; i++) {
      rig.fail("e-" + i, "user-" + i % 50, "a", "Boom");
    }
  }

  @Test
  void a_job_runs_each_of_its_snapshot_once() {
    fail(350);
    rig.fail("poison~events~0~9", "", "", "InvalidEvent", "no json");
    ReplayJob job = count(0);
    assertThat(job.total()).isEqualTo(350);
    rig.fail("later", "ann", "a", "Boom");
    StandInConsumer consumer = new StandInConsumer(rig, EVERY_TENTH);
    assertThat(runner(consumer).run(job.id(), () -> consumer.handle(20))).isEqualTo(JobState.DONE);
    ReplayJob end = rig.jobs.get(job.id());
    assertThat(consumer.runs).hasSize(350).containsValue(1).doesNotContainValue(2);
    assertThat(end.processed()).isEqualTo(315);
    assertThat(end.failed()).isEqualTo(35);
    assertThat(end.marked()).isEqualTo(350);
    assertThat(rig.letters.size()).isEqualTo(37);
    rig.requireWholeList();
    assertThat(rig.commands().ttl("replay:job:" + job.id())).isPositive();
    assertThat(rig.commands().ttl("replay:ids:" + job.id())).isPositive();
  }

  @Test
  void what_others_have_is_counted_and_left() {
    fail(4);
    ReplayJob job = count(0);
    rig.commands().set("inflight:e-1", "events:0 1 1 1");
    assertThat(
            rig.letters.mark(
                List.of(new Mark("e-2", "other.0")), "bob", Duration.ofMinutes(2), false))
        .containsExactly(MarkCode.MARKED);
    rig.settleProcessed("e-3");
    StandInConsumer consumer = new StandInConsumer(rig, id -> false);
    runner(consumer).run(job.id(), () -> consumer.handle(20));
    ReplayJob end = rig.jobs.get(job.id());
    // The stand-in settles "other.0" for nobody: e-2 stays marked by the other replay.
    assertThat(consumer.runs).containsOnlyKeys("e-0");
    assertThat(List.of(end.marked(), end.gone() + end.refused())).containsExactly(1L, 3L);
  }

  @Test
  void a_record_carries_the_token_and_the_time_of_the_first_one() {
    rig.fail("e-1", "ann", "a", "Boom");
    ReplayJob job = count(0);
    StandInConsumer consumer = new StandInConsumer(rig, id -> false);
    runner(consumer).run(job.id(), () -> consumer.handle(1));
    var record = consumer.history().getFirst();
    assertThat(record.topic()).isEqualTo("events");
    assertThat(new String(record.key())).isEqualTo("ann");
    assertThat(new String(record.value())).startsWith("{\"id\":\"e-1\"");
    assertThat(StandInConsumer.header(record, "replay-token")).isEqualTo(job.id() + ".0");
    assertThat(StandInConsumer.header(record, "event-time")).isEqualTo("4");
    assertThat(("" + job.id() + ".99999").length()).isLessThanOrEqualTo(64);
  }

  @Test
  void no_more_than_a_thousand_are_under_way() {
    fail(1_500);
    ReplayJob job = count(0);
    StandInConsumer consumer = new StandInConsumer(rig, id -> false);
    int[] most = {0};
    int[] calls = {0};
    runner(consumer)
        .run(
            job.id(),
            () -> {
              most[0] = Math.max(most[0], consumer.records.size());
              if (++calls[0] > 60) {
                consumer.handle(50);
              }
            });
    assertThat(most[0]).isEqualTo(1_000);
    assertThat(consumer.runs).hasSize(1_500);
  }

  @Test
  void a_rate_is_kept() {
    fail(60);
    ReplayJob job = count(20);
    StandInConsumer consumer = new StandInConsumer(rig, id -> false);
    long from = System.nanoTime();
    runner(consumer).run(job.id(), () -> consumer.handle(100));
    // One second's permits are there at the beginning.
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isGreaterThan(Duration.ofMillis(1_900));
    assertThat(consumer.runs).hasSize(60);
  }

  @Test
  void a_stopped_job_takes_back_what_is_not_published() {
    fail(250);
    ReplayJob job = count(0);
    StandInConsumer consumer = new StandInConsumer(rig, id -> false);
    consumer.untilKafkaIsAway = 130;
    consumer.refusals = Integer.MAX_VALUE;
    assertThat(
            runner(consumer)
                .run(
                    job.id(),
                    () -> {
                      if (consumer.untilKafkaIsAway <= 0) {
                        rig.jobs.stop(job.id());
                      }
                    }))
        .isEqualTo(JobState.STOPPED);
    ReplayJob end = rig.jobs.get(job.id());
    assertThat(end.state()).isEqualTo(JobState.STOPPED);
    assertThat(end.published()).isEqualTo(130);
    assertThat(tokens()).hasSize(130);
    consumer.handle(1_000);
    assertThat(consumer.runs).hasSize(130);
    assertThat(tokens()).isEmpty();
    rig.requireWholeList();
  }

  private List<String> tokens() {
    return rig.letters.tokens(rig.letters.list(0, 10_000)).stream()
        .filter(token -> !token.isEmpty())
        .toList();
  }

  @Test
  void a_purge_whose_runner_died_is_gone_on_with_and_counts_what_is_gone() {
    fail(250);
    String job = rig.jobs.openPurge(ALL, AdminRig.ANN);
    rig.jobs.count(job, ALL, ScanProgress.NONE);
    JobRunner dies = runner(new StandInConsumer(rig, id -> false));
    int[] looks = {0};
    Runnable death =
        () -> {
          if (++looks[0] == 3) {
            throw new IllegalStateException("dies");
          }
        };
    assertThatThrownBy(() -> dies.run(job, death)).hasMessage("dies");
    assertThat(rig.jobs.get(job).marked()).isEqualTo(100);
    rig.letters.purge(List.of("e-120"), Duration.ofMinutes(2));
    rig.commands().hset("replay:job:" + job, "runnerUntil", "1");
    assertThat(runner(new StandInConsumer(rig, id -> false)).run(job, () -> {}))
        .isEqualTo(JobState.DONE);
    assertThat(rig.jobs.get(job).line())
        .isEqualTo("done: 250 of 250 looked at, 249 purged, 1 gone");
    assertThat(rig.letters.size()).isZero();
    rig.requireWholeList();
  }

  @Test
  void a_purge_that_is_stopped_leaves_the_rest() {
    fail(250);
    String job = rig.jobs.openPurge(ALL, AdminRig.ANN);
    rig.jobs.count(job, ALL, ScanProgress.NONE);
    int[] looks = {0};
    Runnable stops =
        () -> {
          if (++looks[0] == 3) {
            assertThat(rig.jobs.stop(job)).isEqualTo(JobState.STOPPING);
          }
        };
    assertThat(runner(new StandInConsumer(rig, id -> false)).run(job, stops))
        .isEqualTo(JobState.STOPPED);
    assertThat(rig.letters.size()).isBetween(1L, 150L);
    rig.requireWholeList();
  }

  @Test
  void a_job_that_was_stopped_before_it_ran_runs_nothing() {
    fail(3);
    ReplayJob job = count(0);
    assertThat(rig.jobs.stop(job.id())).isEqualTo(JobState.STOPPED);
    StandInConsumer consumer = new StandInConsumer(rig, id -> false);
    assertThat(runner(consumer).run(job.id(), () -> {})).isEqualTo(JobState.STOPPED);
    assertThat(consumer.records).isEmpty();
  }

  @Test
  void kafka_away_holds_the_job_and_loses_nothing() {
    fail(150);
    ReplayJob job = count(0);
    StandInConsumer consumer = new StandInConsumer(rig, id -> false);
    consumer.untilKafkaIsAway = 30;
    consumer.refusals = 90;
    assertThat(runner(consumer).run(job.id(), () -> consumer.handle(5))).isEqualTo(JobState.DONE);
    assertThat(consumer.runs).hasSize(150).doesNotContainValue(2);
    assertThat(rig.letters.size()).isZero();
  }

  @Test
  void a_second_runner_is_refused_while_the_first_lives() {
    fail(10);
    ReplayJob job = count(0);
    StandInConsumer consumer = new StandInConsumer(rig, id -> false);
    runner(consumer)
        .run(
            job.id(),
            () -> {
              if (rig.jobs.get(job.id()).state() == JobState.RUNNING) {
                assertThat(runner(consumer).run(job.id(), () -> {})).isNull();
              }
              consumer.handle(1);
            });
    assertThat(consumer.runs).hasSize(10);
  }

  @Test
  void what_no_consumer_runs_is_published_once_more_and_then_reported() {
    fail(3);
    ReplayJob job = count(0);
    StandInConsumer consumer = new StandInConsumer(rig, id -> false);
    runner(consumer).run(job.id(), () -> {});
    assertThat(rig.jobs.get(job.id()).stuck()).isEqualTo(3);
    assertThat(consumer.records).hasSize(6);
    consumer.handle(6);
    assertThat(consumer.runs).hasSize(3).doesNotContainValue(2);
  }

  @Test
  void a_mark_that_redis_lost_is_given_anew() {
    fail(20);
    ReplayJob job = count(0);
    StandInConsumer consumer = new StandInConsumer(rig, EVERY_TENTH);
    boolean[] lost = {false};
    runner(consumer)
        .run(
            job.id(),
            () -> {
              if (!lost[0] && consumer.records.size() == 20) {
                lost[0] = true;
                for (String id : List.of("e-3", "e-7")) {
                  rig.commands().hdel("dlq:" + id, "replayToken", "replayState", "replayAt");
                }
              }
              if (lost[0]) {
                consumer.handle(20);
              }
            });
    assertThat(consumer.runs).hasSize(20).doesNotContainValue(2);
    ReplayJob end = rig.jobs.get(job.id());
    assertThat(end.line())
        .isEqualTo("done: 20 of 20 looked at, 18 processed, 2 failed again, 0 under way");
    assertThat(end.published()).isEqualTo(20);
    rig.requireWholeList();
  }

  @Test
  void a_count_that_is_stopped_ends_early() {
    fail(1_200);
    String job = rig.jobs.openCount(ALL, 0, false, AdminRig.ANN);
    rig.jobs.count(
        job,
        ALL,
        (looked, all, found) -> {
          if (looked == 500) {
            assertThat(rig.jobs.stop(job)).isEqualTo(JobState.STOPPED);
          }
        });
    assertThat(rig.jobs.get(job).state()).isEqualTo(JobState.STOPPED);
    assertThat(rig.jobs.ids(job, 0, 2_000)).hasSize(500);
    assertThat(rig.commands().keys("replay:scan:*")).isEmpty();
  }

  @Test
  void a_count_shows_how_far_it_is() {
    fail(700);
    String job = rig.jobs.openCount(ALL, 0, false, AdminRig.ANN);
    long[] shown = {0};
    rig.jobs.count(
        job,
        ALL,
        (looked, all, found) -> {
          if (looked > 500) {
            ReplayJob now = rig.jobs.get(job);
            assertThat(now.state()).isEqualTo(JobState.COUNTING);
            shown[0] = now.looked();
            assertThat(now.listed()).isEqualTo(700);
          }
        });
    assertThat(shown[0]).isEqualTo(500);
    assertThat(rig.jobs.get(job).total()).isEqualTo(700);
    assertThat(rig.jobs.get(job).isFree(rig.redis.millis())).isTrue();
  }

  @Test
  void what_a_dead_runner_marked_and_did_not_publish_is_published() {
    fail(10);
    ReplayJob job = count(0);
    assertThat(
            rig.letters.mark(
                List.of(new Mark("e-0", job.token(0)), new Mark("e-1", job.token(1))),
                "ann",
                Duration.ofMinutes(2),
                false))
        .containsOnly(MarkCode.MARKED);
    StandInConsumer consumer = new StandInConsumer(rig, id -> false);
    runner(consumer).run(job.id(), () -> consumer.handle(5));
    assertThat(consumer.runs).hasSize(10).doesNotContainValue(2);
  }

  /** The runner dies at each of its steps in turn; the next one goes on. */
  @Test
  void a_runner_that_dies_anywhere_is_replaced_and_each_event_runs_once() {
    for (int crash = 1; crash <= 14; crash++) {
      rig.commands().flushall();
      fail(230);
      ReplayJob job = count(0);
      Random random = new Random(crash);
      StandInConsumer consumer = new StandInConsumer(rig, EVERY_TENTH);
      int[] step = {0};
      int at = crash;
      Throwable died =
          catchThrowable(
              () ->
                  runner(consumer)
                      .run(
                          job.id(),
                          () -> {
                            if (++step[0] == at) {
                              throw new AssertionError("died");
                            }
                            consumer.handle(random.nextInt(40));
                          }));
      consumer.handle(random.nextInt(300));
      // As if its lease had run out.
      rig.commands().hset("replay:job:" + job.id(), Map.of("runnerUntil", "0"));
      JobState end = runner(consumer).run(job.id(), () -> consumer.handle(random.nextInt(40)));
      assertThat(end).as("died at %s with %s", crash, died).isEqualTo(JobState.DONE);
      assertThat(consumer.runs).as("died at %s", crash).hasSize(230).doesNotContainValue(2);
      ReplayJob over = rig.jobs.get(job.id());
      assertThat(over.processed()).isEqualTo(207);
      assertThat(over.failed()).isEqualTo(23);
      assertThat(over.marked() + over.refused() + over.gone()).isEqualTo(230);
      assertThat(over.marked()).isEqualTo(230);
      rig.requireWholeList();
    }
  }
}
