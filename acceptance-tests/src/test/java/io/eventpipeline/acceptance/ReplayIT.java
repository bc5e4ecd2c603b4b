package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static io.eventpipeline.contract.testing.TestEvent.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Operators replay dead letters with the commands of the pipeline script. */
class ReplayIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static Pipeline pipeline;
  private static RedisClient client;
  private static RedisCommands<String, String> redis;

  @BeforeAll
  static void start() {
    pipeline = STARTED.start(Pipeline.named("replay").withAgent().consumers(2));
    client = RedisClient.create(pipeline.redis().uri());
    redis = client.connect().sync();
  }

  @AfterAll
  static void stop() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private static List<TestEvent> failing(String user, int count) {
    List<TestEvent> events = new ArrayList<>();
    for (int seq = 1; seq <= count; seq++) {
      events.add(anEvent().of(user).seq(seq).failing());
    }
    pipeline.topic().produce(events);
    pipeline.redisView().awaitFinal(ids(events), SOON);
    return events;
  }

  /** As if the cause was corrected: what was sent fails no longer. */
  private static void mend(String id) {
    String payload = redis.hget("dlq:" + id, "payload");
    redis.hset("dlq:" + id, "payload", payload.replace("\"fail\":true", "\"fail\":false"));
  }

  private static OperatorCommand run(String... args) throws Exception {
    return OperatorCommand.run(pipeline, args);
  }

  @Test
  void a_dead_letter_fails_again_and_is_processed_once_its_cause_is_gone() throws Exception {
    String user = Names.fresh("ann");
    String id = failing(user, 1).getFirst().id();
    TestEvent next = anEvent().of(user).seq(2);
    pipeline.topic().produce(List.of(next));
    pipeline.redisView().awaitFinal(List.of(next.id()), SOON);
    List<String> order = pipeline.redisView().order(user);

    OperatorCommand again = run("replay", id);
    assertThat(again.status()).as(again.output()).isEqualTo(1);
    assertThat(again.output()).contains("failed again: " + id).contains("IllegalState");
    assertThat(redis.hget("dlq:" + id, "replays")).isEqualTo("1");
    assertThat(redis.hget("event:" + id, "attempts")).isEqualTo("6");

    mend(id);
    OperatorCommand mended = run("replay", id);
    assertThat(mended.output()).isEqualTo("processed: " + id + "\n");
    assertThat(mended.status()).isZero();
    assertThat(redis.hgetall("event:" + id))
        .containsEntry("status", "processed")
        .containsEntry("replays", "2");
    assertThat(pipeline.redisView().deadLetters()).doesNotContain(id);
    assertThat(pipeline.redisView().order(user)).isEqualTo(order);
    assertThat(pipeline.redisView().nextSeq(user)).isEqualTo("3");
    assertThat(run("replay", id).status()).isEqualTo(2);
  }

  @Test
  void an_edited_dead_letter_is_processed_and_a_changed_seq_is_refused() throws Exception {
    String id = failing(Names.fresh("ann"), 1).getFirst().id();
    OperatorCommand refused = run("replay", id, "--payload", "{\"seq\":2,\"fail\":false}");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.output()).contains("/payload/seq must stay 1");
    OperatorCommand edited = run("replay", id, "--payload", "{\"seq\":1,\"fail\":false}");
    assertThat(edited.output()).isEqualTo("processed: " + id + "\n");
    assertThat(redis.hget("event:" + id, "status")).isEqualTo("processed");
  }

  @Test
  void many_are_replayed_and_each_runs_once() throws Exception {
    String user = Names.fresh("bob");
    List<TestEvent> events = failing(user, 60);
    ids(events).stream().skip(10).forEach(ReplayIT::mend);
    OperatorCommand counted = run("replay", "--user", user, "--type", "test.fail");
    assertThat(counted.output()).contains("60 dead letters fit type=test.fail user=" + user);
    OperatorCommand done = run("replay", "--user", user, "--rate", "0", "--yes");
    assertThat(done.output())
        .contains("done: 60 of 60 looked at, 50 processed, 10 failed again, 0 under way");
    assertThat(done.status()).isEqualTo(1);
    assertThat(pipeline.redisView().events(ids(events).subList(10, 60)).values())
        .allSatisfy(
            state ->
                assertThat(state)
                    .containsEntry("status", "processed")
                    .containsEntry("attempts", "4"));
    assertThat(pipeline.redisView().deadLetters()).containsAll(ids(events).subList(0, 10));
    assertThat(pipeline.redisView().order(user)).isEmpty();
  }

  @Test
  void ctrl_c_stops_a_job_and_leaves_no_marks() throws Exception {
    String user = Names.fresh("eve");
    List<TestEvent> events = failing(user, 40);
    ids(events).forEach(ReplayIT::mend);
    Path output = Files.createTempFile(pipeline.dir(), "stop", ".txt");
    Process job =
        OperatorCommand.start(pipeline, output, "replay", "--user", user, "--rate", "4", "--yes");
    try {
      await()
          .atMost(SOON)
          .until(() -> pipeline.redisView().order(user).isEmpty() && processed(events) > 0);
      new ProcessBuilder("kill", "-INT", "" + job.pid()).start().waitFor();
      assertThat(job.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(output)).isTrue();
    } finally {
      job.destroyForcibly().waitFor();
    }
    assertThat(Files.readString(output)).contains("stopping;").contains("stopped: ");
    assertThat(job.exitValue()).isEqualTo(1);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(ids(events))
                    .allSatisfy(
                        id -> assertThat(redis.hexists("dlq:" + id, "replayToken")).isFalse()));
    assertThat(processed(events)).isPositive().isLessThan(40);
  }

  private static long processed(List<TestEvent> events) {
    return pipeline.redisView().events(ids(events)).values().stream()
        .filter(state -> "processed".equals(state.get("status")))
        .count();
  }

  @Test
  void stuck_shows_a_paused_user_and_dead_letters() throws Exception {
    String user = Names.fresh("kim");
    String id = failing(user, 1).getFirst().id();
    assertThat(run("pause", user, "--for", "2m", "--why", "bad phone").status()).isZero();
    OperatorCommand all = run("stuck");
    assertThat(all.status()).as(all.output()).isZero();
    assertThat(all.output()).contains(user + ": paused for ").contains("because: bad phone");
    OperatorCommand one = run("stuck", user);
    assertThat(one.output()).contains("dead letters: 1 (" + id + ")");
    assertThat(run("resume", user).status()).isZero();
    assertThat(run("stuck").output()).doesNotContain(user);
  }
}
