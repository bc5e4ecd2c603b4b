package io.eventpipeline.push;

import static io.eventpipeline.push.PushRig.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.push.PushService.Send;
import io.eventpipeline.push.send.SendResult;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The push service is away, or takes nothing for a while. */
class PushHoldIT extends WithPushRig {
  private static boolean isDegraded(EmbeddedServer worker, String why) {
    var health = rig.get(worker, "/health");
    return health.statusCode() == 200
        && health.body().contains("degraded")
        && health.body().contains(why);
  }

  @Test
  void a_used_up_quota_holds_all_workers_and_nothing_is_sent_twice() {
    Duration hold = Duration.ofSeconds(3);
    AtomicBoolean first = new AtomicBoolean(true);
    rig.service.answer(
        message ->
            first.getAndSet(false) ? new SendResult.QuotaExceeded(hold) : new SendResult.Sent());
    EmbeddedServer one = rig.worker("push.max-parallel", "10", "push.send-timeout", "100ms");
    rig.worker("push.max-parallel", "10", "push.send-timeout", "100ms");
    rig.notify("first#1", "ann");
    await().atMost(SOON).until(() -> rig.store.exists("push:hold") == 1);
    for (int i = 0; i < 100; i++) {
      rig.notify("e" + i + "#1", "u" + i % 7);
    }
    await().atMost(SOON).until(() -> isDegraded(one, "quota"));
    rig.awaitDone();

    long refusedAt = rig.service.sends().getFirst().at();
    assertThat(rig.service.taken()).hasSize(101);
    assertThat(rig.service.taken().stream().map(Send::id).distinct()).hasSize(101);
    assertThat(rig.service.taken())
        .allSatisfy(
            send -> assertThat(send.at() - refusedAt).isGreaterThanOrEqualTo(hold.toNanos()));
    assertThat(rig.store.hgetall("push:stats")).isEqualTo(Map.of("sent", "101"));
    assertThat(rig.dead()).isEmpty();
  }

  @Test
  void a_push_service_that_is_away_costs_no_attempt() {
    AtomicBoolean away = new AtomicBoolean(true);
    rig.service.answer(
        message ->
            away.get() ? new SendResult.Failed("no connection", null) : new SendResult.Sent());
    // The fourth attempt would be the last, and comes later than 5 s after the start.
    EmbeddedServer worker = rig.worker("push.retry-delays", "1s,1s,4s");
    for (int i = 0; i < 12; i++) {
      rig.notify("e" + i + "#1", "u" + i % 4);
    }
    await().atMost(SOON).until(() -> isDegraded(worker, "is away: no connection"));
    int sends = rig.service.sends().size();
    await().atMost(SOON).until(() -> rig.service.sends().size() >= sends + 3);
    assertThat(rig.get(worker, "/prometheus").body()).contains("push_held{why=\"away\"} 1.0");
    assertThat(rig.get(worker, "/health/readiness").statusCode()).isEqualTo(200);
    away.set(false);
    rig.awaitDone();

    assertThat(rig.dead()).isEmpty();
    assertThat(rig.service.taken().stream().map(Send::id).sorted().distinct()).hasSize(12);
    assertThat(rig.service.taken()).hasSize(12);
    await().atMost(SOON).until(() -> !rig.get(worker, "/health").body().contains("degraded"));
    assertProbesWereASecondApart();
  }

  /** Besides the probes there are three attempts of each, and those under way when it closed. */
  private static void assertProbesWereASecondApart() {
    List<Send> failed = rig.service.sends().stream().filter(send -> !send.isTaken()).toList();
    long seconds = (failed.getLast().at() - failed.getFirst().at()) / 1_000_000_000L;
    assertThat(failed).hasSizeLessThanOrEqualTo((int) (3 * 12 + 12 + seconds + 1));
  }

  @Test
  void refused_credentials_hold_everything_until_they_are_taken() {
    AtomicBoolean refused = new AtomicBoolean(true);
    rig.service.answer(
        message ->
            refused.get()
                ? new SendResult.Unauthorized("401 UNAUTHENTICATED")
                : new SendResult.Sent());
    EmbeddedServer worker = rig.worker();
    for (int i = 0; i < 5; i++) {
      rig.notify("e" + i + "#1", "ann");
    }
    await().atMost(SOON).until(() -> isDegraded(worker, "credentials: 401 UNAUTHENTICATED"));
    refused.set(false);
    rig.awaitDone();

    assertThat(rig.service.taken()).hasSize(5);
    assertThat(rig.dead()).isEmpty();
    assertThat(rig.store.hgetall("push:stats")).isEqualTo(Map.of("sent", "5"));
  }
}
