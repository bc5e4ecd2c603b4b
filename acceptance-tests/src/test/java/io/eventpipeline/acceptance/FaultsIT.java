package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static io.eventpipeline.contract.testing.TestEvent.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promises while processes die, where the rounds of {@link ChaosIT} do not show them. Each test
 * has its own pipeline.
 */
class FaultsIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static final Duration SOON = Duration.ofMinutes(5);

  private static List<String> oneTo(long n) {
    return LongStream.rangeClosed(1, n).mapToObj(Long::toString).toList();
  }

  /** Events of {@code users} with seqs 1 to {@code each}, neighbours swapped at random. */
  private static List<TestEvent> load(List<String> users, int each, long ms) {
    List<TestEvent> all = new ArrayList<>();
    for (int seq = 1; seq <= each; seq++) {
      for (String user : users) {
        all.add(anEvent().of(user).seq(seq).slow(ms));
      }
    }
    Random random = new Random(1);
    for (int from = 0; from + 500 <= all.size(); from += 500) {
      Collections.shuffle(all.subList(from, from + 500), random);
    }
    return all;
  }

  private static void awaitAndCheck(
      Pipeline pipeline, List<TestEvent> events, List<String> users, int each) {
    pipeline.redisView().awaitFinal(ids(events), SOON);
    pipeline
        .redisView()
        .orders(users)
        .forEach((user, order) -> assertThat(order).as(user).isEqualTo(oneTo(each)));
    pipeline.topic().awaitNoLag(SOON);
    assertThat(pipeline.redisView().keys("inflight:*")).isEmpty();
  }

  @Test
  void a_backlog_after_an_outage_longer_than_the_gap_timeout_skips_nothing() {
    Pipeline pipeline =
        STARTED.start(Pipeline.named("backlog").consumer("ORDER_GAP_TIMEOUT", "1s"));
    pipeline.consumer(0).terminate();
    List<String> users = Names.fresh("u", 50);
    List<TestEvent> events = load(users, 20, 0);
    pipeline.topic().produce(events);
    Waiting.letPass(Duration.ofSeconds(2));
    pipeline.startConsumer();
    awaitAndCheck(pipeline, events, users, 20);
  }

  @Test
  void the_other_consumer_takes_over_after_a_sigkill() {
    Pipeline pipeline =
        STARTED.start(
            Pipeline.named("sigkill").consumers(2).consumer("KAFKA_SESSION_TIMEOUT_MS", "6000"));
    Waiting.until("both to work", SOON, () -> pipeline.topic().workingMembers().size() == 2);
    List<String> users = Names.fresh("u", 100);
    List<TestEvent> events = load(users, 50, 10);
    pipeline.topic().produce(events);
    Waiting.until(
        "some to be final", SOON, () -> pipeline.redisView().keys("event:*").size() > 500);
    pipeline.consumer(0).signal("KILL");
    long begun = System.nanoTime();
    awaitAndCheck(pipeline, events, users, 50);
    System.out.printf(
        "sigkill: caught up after %.1f s, %d extra runs%n",
        (System.nanoTime() - begun) / 1e9, pipeline.runs().notRunOnce(ids(events)).size());
  }

  @Test
  void a_redis_that_was_emptied_lets_the_same_users_start_again_at_one() {
    Pipeline pipeline = STARTED.start(Pipeline.named("flushall"));
    String user = Names.fresh("u");
    List<TestEvent> first = TestEvent.sequence(user, 1, 5);
    pipeline.topic().produce(first);
    pipeline.redisView().awaitFinal(ids(first), SOON);
    pipeline.redisView().flushAll();
    List<TestEvent> again = TestEvent.sequence(user, 1, 3);
    pipeline.topic().produce(again);
    pipeline.redisView().awaitFinal(ids(again), SOON);
    assertThat(pipeline.redisView().order(user)).isEqualTo(oneTo(3));
    assertThat(pipeline.redisView().nextSeq(user)).isEqualTo("4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test.halt", "test.exit"})
  void an_event_that_ends_the_process_cannot_stop_the_partition(String type) {
    Pipeline pipeline = STARTED.start(Pipeline.named(type).consumers(0));
    String killer = EventsTopic.usersIn(0, 1).getFirst();
    TestEvent deadly = anEvent().of(killer).seq(1).type(type);
    List<TestEvent> others = new ArrayList<>();
    others.add(anEvent().of(killer).seq(2));
    EventsTopic.usersIn(0, 20).forEach(user -> others.addAll(TestEvent.sequence(user, 1, 5)));
    pipeline.topic().produce(deadly);
    pipeline.topic().produce(others);
    int starts = restartUntilFinal(pipeline, deadly);
    System.out.println(type + ": failed at start " + starts);
    pipeline.redisView().awaitFinal(ids(others), SOON);
    assertThat(pipeline.redisView().event(deadly.id())).containsEntry("status", "failed");
    assertThat(pipeline.redisView().deadLetter(deadly.id()))
        .containsEntry("errorClass", "CrashLoop");
    pipeline
        .redisView()
        .events(ids(others))
        .forEach((id, state) -> assertThat(state).as(id).containsEntry("status", "processed"));
  }

  private static int restartUntilFinal(Pipeline pipeline, TestEvent deadly) {
    int starts = 0;
    while (pipeline.redisView().event(deadly.id()).isEmpty()) {
      assertThat(++starts).as("starts of the consumer").isLessThanOrEqualTo(5);
      ServiceProcess consumer = pipeline.launch();
      Waiting.until(
          "the consumer to end, or the event",
          SOON,
          () ->
              !consumer.process().isAlive() || !pipeline.redisView().event(deadly.id()).isEmpty());
      if (!consumer.process().isAlive()) {
        pipeline
            .topic()
            .removeMembers(); // so that the next one need not wait for the session timeout
      }
    }
    return starts;
  }

  @Test
  void a_user_beyond_the_memory_bound_recovers_by_itself_and_holds_up_nobody_else() {
    Pipeline pipeline =
        STARTED.start(
            Pipeline.named("bound")
                .consumer("ORDER_MAX_UNFINISHED_EVENTS", "500")
                .consumer("ORDER_GAP_TIMEOUT", "60s"));
    String big = EventsTopic.usersIn(1, 1).getFirst();
    List<TestEvent> waiting = TestEvent.sequence(big, 2, 3000);
    pipeline.topic().produce(waiting);
    List<TestEvent> others = new ArrayList<>();
    for (int partition : List.of(0, 1, 2)) {
      EventsTopic.usersIn(partition, 5)
          .forEach(user -> others.addAll(TestEvent.sequence(user, 1, 5)));
    }
    TestEvent missing = anEvent().of(big).seq(1);
    pipeline.topic().produce(missing);
    pipeline.topic().produce(others);
    pipeline.redisView().awaitFinal(ids(others), SOON);
    pipeline.redisView().awaitFinal(ids(waiting), SOON);
    pipeline.redisView().awaitFinal(List.of(missing.id()), SOON);
    assertThat(pipeline.redisView().event(missing.id())).containsEntry("status", "skipped");
    assertThat(pipeline.redisView().order(big)).hasSize(2999).isSubsetOf(oneTo(3000));
    pipeline.topic().awaitNoLag(SOON);
  }
}
