package io.eventpipeline.push;

import static io.eventpipeline.push.PushRig.GROUP;
import static io.eventpipeline.push.PushRig.OUTBOX;
import static io.eventpipeline.push.PushRig.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.push.PushService.Send;
import io.eventpipeline.push.send.SendResult;
import io.lettuce.core.Consumer;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Workers and Redis come, go and forget. */
class PushHealingIT extends WithPushRig {
  private static List<String> ids() {
    return rig.service.taken().stream().map(Send::id).sorted().toList();
  }

  private static void awaitGroup() {
    await().atMost(SOON).until(() -> rig.store.exists(OUTBOX) == 1);
    await().atMost(SOON).until(() -> !rig.store.xinfoGroups(OUTBOX).isEmpty());
  }

  @Test
  void entries_of_before_the_group_are_sent() {
    rig.notify("e1#1", "ann");
    rig.worker();
    rig.awaitDone();
    assertThat(ids()).containsExactly("e1#1");
  }

  @Test
  void stream_and_group_that_are_deleted_under_a_waiting_reader_are_made_again() {
    rig.worker();
    awaitGroup();
    rig.notify("e1#1", "ann");
    rig.awaitDone();
    rig.store.del(OUTBOX);
    rig.notify("e2#1", "ann");
    rig.awaitDone();
    rig.store.xgroupDestroy(OUTBOX, GROUP);
    rig.notify("e3#1", "ann");
    rig.awaitDone();
    rig.store.flushall();
    rig.store.scriptFlush();
    rig.notify("e4#1", "ann");
    rig.awaitDone();

    assertThat(ids()).containsExactly("e1#1", "e2#1", "e3#1", "e4#1");
  }

  @Test
  void a_group_that_is_destroyed_while_its_entries_are_sent_repeats_none_of_them() {
    CountDownLatch sending = new CountDownLatch(1);
    rig.service.answer(
        message -> {
          hold(sending);
          return new SendResult.Sent();
        });
    rig.worker();
    rig.notify("e1#1", "ann");
    rig.notify("e2#1", "ann");
    await().atMost(SOON).until(() -> rig.pending() == 2);
    rig.store.xgroupDestroy(OUTBOX, GROUP);
    awaitGroup();
    await().atMost(SOON).until(() -> rig.pending() == 2); // delivered again
    sending.countDown();
    rig.awaitDone();

    assertThat(ids()).containsExactly("e1#1", "e2#1");
    assertThat(rig.store.hgetall("push:stats")).isEqualTo(Map.of("sent", "2"));
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** When the dead worker's entries are claimed, the slow one has had its entry for longer. */
  @Test
  void entries_of_a_dead_worker_are_claimed_and_those_of_a_slow_one_are_not() {
    CountDownLatch slow = new CountDownLatch(1);
    rig.service.answer(
        message -> {
          if (message.noteId().startsWith("slow")) {
            hold(slow);
          }
          return new SendResult.Sent();
        });
    rig.worker("push.send-timeout", "1s");
    rig.worker("push.send-timeout", "1s");
    rig.notify("slow#1", "bob");
    await().atMost(SOON).until(() -> rig.pending() == 1);
    addAndReadAsADeadWorker();
    await().atMost(SOON).until(() -> rig.service.taken().size() == 3);
    slow.countDown();
    rig.awaitDone();

    assertThat(ids()).containsExactly("dead0#1", "dead1#1", "dead2#1", "slow#1");
    assertThat(rig.pending()).isZero();
  }

  private static void addAndReadAsADeadWorker() {
    rig.device("ann", "t-ann");
    rig.store.multi();
    for (int i = 0; i < 3; i++) {
      rig.add("dead" + i + "#1", "ann");
    }
    rig.store.xreadgroup(
        Consumer.from(GROUP, "dead"),
        XReadArgs.Builder.count(100),
        StreamOffset.lastConsumed(OUTBOX));
    rig.store.exec();
    assertThat(rig.pending()).isEqualTo(4);
  }

  @Test
  void a_worker_that_stops_finishes_its_sends_and_gives_back_the_rest() {
    CountDownLatch sending = new CountDownLatch(1);
    rig.service.answer(
        message -> {
          hold(sending);
          return new SendResult.Sent();
        });
    EmbeddedServer worker = rig.worker("push.max-parallel", "4");
    for (int i = 0; i < 20; i++) {
      rig.notify("e" + i + "#1", "ann");
    }
    await().atMost(SOON).until(() -> rig.pending() == 4);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> rig.end(worker));
    sending.countDown();
    assertThat(stopped).succeedsWithin(SOON);

    assertThat(rig.service.taken()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(rig.pending()).isZero();
    assertThat(rig.store.xlen(OUTBOX)).isEqualTo(20 - rig.service.taken().size());
    assertThat(rig.store.xinfoConsumers(OUTBOX, GROUP)).isEmpty();
  }

  @Test
  void a_worker_that_stops_during_a_hold_gives_everything_back() {
    rig.service.answer(message -> new SendResult.Unauthorized("401"));
    EmbeddedServer worker = rig.worker("push.max-parallel", "4");
    for (int i = 0; i < 10; i++) {
      rig.notify("e" + i + "#1", "ann");
    }
    await().atMost(SOON).until(() -> rig.get(worker, "/health").body().contains("credentials"));
    rig.end(worker);
    assertThat(rig.pending()).isZero();
    assertThat(rig.store.xlen(OUTBOX)).isEqualTo(10);

    rig.service.answer(message -> new SendResult.Sent());
    rig.worker();
    rig.awaitDone();
    assertThat(rig.service.taken()).hasSize(10);
  }

  @Test
  void a_redis_that_is_away_for_a_while_loses_nothing() {
    EmbeddedServer worker = rig.worker();
    for (int i = 0; i < 100; i++) {
      rig.notify("e" + i + "#1", "ann");
    }
    await().atMost(SOON).until(() -> !rig.service.taken().isEmpty());
    rig.redis.kill();
    await().atMost(SOON).until(() -> status(worker, "/health/readiness") == 503);
    assertThat(status(worker, "/health/liveness")).isEqualTo(200);
    assertThat(rig.call(worker, "PUT", "/devices/ann/token").statusCode()).isEqualTo(503);
    rig.redis.restart();
    await().atMost(SOON).until(() -> status(worker, "/health/readiness") == 200);
    rig.awaitDone();

    assertThat(ids().stream().distinct()).hasSize(100);
    assertThat(rig.pending()).isZero();
    assertThat(rig.dead()).isEmpty();
  }

  private static int status(EmbeddedServer worker, String path) {
    return rig.get(worker, path).statusCode();
  }
}
