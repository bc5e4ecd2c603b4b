package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.Draft;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is promised while processes die, where the general rounds of {@link ChaosIT} do not show it.
 * Each test has a pipeline of its own.
 */
class FaultsIT {
  private static final Duration SOON = Duration.ofMinutes(5);

  private static List<String> ids(List<Draft> events) {
    return events.stream().map(Draft::id).toList();
  }

  private static List<String> oneTo(long n) {
    return LongStream.rangeClosed(1, n).mapToObj(Long::toString).toList();
  }

  /** Events of {@code users} with seqs 1 to {@code each}, neighbours swapped at random. */
  private static List<Draft> load(List<String> users, int each, long ms) {
    List<Draft> all = new ArrayList<>();
    for (int seq = 1; seq <= each; seq++) {
      for (String user : users) {
        all.add(Draft.of(user).seq(seq).slow(ms));
      }
    }
    Random random = new Random(1);
    for (int from = 0; from + 500 <= all.size(); from += 500) {
      Collections.shuffle(all.subList(from, from + 500), random);
    }
    return all;
  }

  private static void awaitAndCheck(
      Pipeline pipeline, List<Draft> events, List<String> users, int each) {
    pipeline.store().awaitFinal(ids(events), SOON);
    pipeline
        .store()
        .orders(users)
        .forEach((user, order) -> assertThat(order).as(user).isEqualTo(oneTo(each)));
    pipeline.topic().awaitNoLag(SOON);
    assertThat(pipeline.store().keys("inflight:*")).isEmpty();
  }

  @Test
  void a_backlog_after_an_outage_longer_than_the_gap_timeout_skips_nothing() {
    try (Pipeline pipeline = Pipeline.start("backlog", 1, Map.of("ORDER_GAP_TIMEOUT", "1s"))) {
      pipeline.consumer(0).terminate();
      List<String> users = Names.fresh("u", 50);
      List<Draft> events = load(users, 20, 0);
      pipeline.topic().produce(events);
      Waiting.letPass(Duration.ofSeconds(2));
      pipeline.startConsumer();
      awaitAndCheck(pipeline, events, users, 20);
    }
  }

  @Test
  void sigkill_of_one_of_two_consumers_is_made_good_by_the_other() {
    try (Pipeline pipeline = Pipeline.start("sigkill", 2, Map.of())) {
      Waiting.until("both to work", SOON, () -> pipeline.topic().workingMembers().size() == 2);
      List<String> users = Names.fresh("u", 100);
      List<Draft> events = load(users, 50, 10);
      pipeline.topic().produce(events);
      Waiting.until("some to be final", SOON, () -> pipeline.store().keys("event:*").size() > 500);
      pipeline.consumer(0).signal("KILL");
      long begun = System.nanoTime();
      awaitAndCheck(pipeline, events, users, 50);
      System.out.printf(
          "sigkill: caught up after %.1f s, %d extra runs%n",
          (System.nanoTime() - begun) / 1e9, pipeline.runs().notRunOnce(ids(events)).size());
    }
  }

  @Test
  void a_redis_that_was_emptied_lets_the_same_users_start_again_at_one() {
    try (Pipeline pipeline = Pipeline.start("flushall", 1, Map.of())) {
      String user = Names.fresh("u");
      List<Draft> first = Draft.sequence(user, 1, 5);
      pipeline.topic().produce(first);
      pipeline.store().awaitFinal(ids(first), SOON);
      pipeline.store().flushAll();
      List<Draft> again = Draft.sequence(user, 1, 3);
      pipeline.topic().produce(again);
      pipeline.store().awaitFinal(ids(again), SOON);
      assertThat(pipeline.store().order(user)).isEqualTo(oneTo(3));
      assertThat(pipeline.store().nextSeq(user)).isEqualTo("4");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"test.halt", "test.exit"})
  void an_event_that_ends_the_process_cannot_stop_the_partition(String type) {
    try (Pipeline pipeline = Pipeline.start(type, 0, Map.of())) {
      String killer = EventsTopic.usersIn(0, 1).getFirst();
      Draft deadly = Draft.of(killer).seq(1).type(type);
      List<Draft> others = new ArrayList<>();
      others.add(Draft.of(killer).seq(2));
      EventsTopic.usersIn(0, 20).forEach(user -> others.addAll(Draft.sequence(user, 1, 5)));
      pipeline.topic().produce(deadly);
      pipeline.topic().produce(others);
      int starts = 0;
      while (pipeline.store().event(deadly.id()).isEmpty()) {
        assertThat(++starts).as("starts of the consumer").isLessThanOrEqualTo(5);
        ServiceProcess consumer = pipeline.launch();
        Waiting.until(
            "the consumer to end, or the event",
            SOON,
            () -> !consumer.process().isAlive() || !pipeline.store().event(deadly.id()).isEmpty());
      }
      System.out.println(type + ": failed at start " + starts);
      pipeline.store().awaitFinal(ids(others), SOON);
      assertThat(pipeline.store().event(deadly.id())).containsEntry("status", "failed");
      assertThat(pipeline.store().deadLetter(deadly.id())).containsEntry("errorClass", "CrashLoop");
      pipeline
          .store()
          .events(ids(others))
          .forEach((id, state) -> assertThat(state).as(id).containsEntry("status", "processed"));
    }
  }

  @Test
  void a_user_beyond_the_memory_bound_recovers_by_itself_and_holds_up_nobody_else() {
    try (Pipeline pipeline =
        Pipeline.start(
            "bound", 1, Map.of("ORDER_MAX_UNFINISHED_EVENTS", "500", "ORDER_GAP_TIMEOUT", "60s"))) {
      String big = EventsTopic.usersIn(1, 1).getFirst();
      List<Draft> waiting = Draft.sequence(big, 2, 3000);
      pipeline.topic().produce(waiting);
      List<Draft> others = new ArrayList<>();
      for (int partition : List.of(0, 1, 2)) {
        EventsTopic.usersIn(partition, 5)
            .forEach(user -> others.addAll(Draft.sequence(user, 1, 5)));
      }
      Draft missing = Draft.of(big).seq(1);
      pipeline.topic().produce(missing);
      pipeline.topic().produce(others);
      pipeline.store().awaitFinal(ids(others), SOON);
      pipeline.store().awaitFinal(ids(waiting), SOON);
      pipeline.store().awaitFinal(List.of(missing.id()), SOON);
      assertThat(pipeline.store().event(missing.id())).containsEntry("status", "skipped");
      assertThat(pipeline.store().order(big)).hasSize(2999).isSubsetOf(oneTo(3000));
      pipeline.topic().awaitNoLag(SOON);
    }
  }
}
