package io.eventpipeline.push;

import static io.eventpipeline.push.PushRig.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.push.PushService.Send;
import io.eventpipeline.push.send.Recipient;
import io.eventpipeline.push.send.SendResult;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of one notification after another. */
class PushWorkerIT extends WithPushRig {
  @Test
  void a_notification_is_sent_once_and_leaves_only_its_mark() {
    rig.worker();
    rig.notify("e1#1", "ann", "\"body\":\"Thank you\"");
    rig.awaitDone();

    assertThat(rig.service.sends()).hasSize(1);
    var message = rig.service.sends().getFirst().message();
    assertThat(message.noteId()).isEqualTo("e1#1");
    assertThat(message.title()).isEqualTo("Order of ann");
    assertThat(message.body()).isEqualTo("Thank you");
    assertThat(message.data()).isEqualTo(Map.of("seq", "1", "eventId", "e1"));
    assertThat(rig.service.sends().getFirst().to()).isEqualTo("t-ann");
    assertThat(rig.pending()).isZero();
    assertThat(rig.mark("e1#1")).isEqualTo("sent");
    assertThat(rig.store.pttl("push:sent:e1#1"))
        .isBetween(Duration.ofHours(23).toMillis(), Duration.ofHours(24).toMillis());
    assertThat(rig.store.hgetall("push:stats")).isEqualTo(Map.of("sent", "1"));
    assertThat(rig.dead()).isEmpty();
  }

  @Test
  void failed_sends_come_again_as_listed_and_end_as_a_dead_letter() {
    rig.service.answer(
        message ->
            message.noteId().startsWith("bad")
                ? new SendResult.Failed("503 UNAVAILABLE", null)
                : new SendResult.Sent());
    rig.worker("push.retry-delays", "300ms,600ms,900ms");
    rig.notify("bad#1", "eve");
    await().atMost(SOON).until(() -> !rig.service.sends().isEmpty());
    rig.notify("good#1", "ann");
    rig.awaitDone();

    List<Send> sends = rig.service.to("t-eve");
    assertThat(sends).hasSize(4);
    assertThat(rig.service.to("t-ann").getFirst().at()).isLessThan(sends.getLast().at());
    for (int i = 1; i < 4; i++) {
      assertThat(sends.get(i).at() - sends.get(i - 1).at())
          .isGreaterThanOrEqualTo(Duration.ofMillis(300L * i).toNanos());
    }
    assertIsTheDeadLetterOfEve();
    assertThat(rig.mark("bad#1")).isEqualTo("failed");
    assertThat(rig.store.hgetall("push:stats")).isEqualTo(Map.of("sent", "1", "failed", "4"));
  }

  private static void assertIsTheDeadLetterOfEve() {
    assertThat(rig.dead()).hasSize(1);
    Map<String, String> dead = rig.dead().getFirst().getBody();
    assertThat(dead)
        .containsEntry("id", "bad#1")
        .containsEntry("error", "503 UNAVAILABLE")
        .containsEntry("attempts", "4");
    assertThat(dead.get("payload")).contains("\"userId\":\"eve\"", "\"title\":\"Order of eve\"");
    assertThat(Long.parseLong(dead.get("failedAt")) - Long.parseLong(dead.get("queuedAt")))
        .isGreaterThanOrEqualTo(1800);
  }

  @Test
  void the_push_service_may_ask_for_more_time() {
    rig.service.answer(
        message ->
            rig.service.sends().isEmpty()
                ? new SendResult.Failed("503", Duration.ofMillis(1500))
                : new SendResult.Sent());
    rig.worker();
    rig.notify("e1#1", "ann");
    rig.awaitDone();

    List<Send> sends = rig.service.sends();
    assertThat(sends).hasSize(2);
    assertThat(sends.get(1).at() - sends.get(0).at())
        .isGreaterThanOrEqualTo(Duration.ofMillis(1500).toNanos());
  }

  @Test
  void a_failing_device_does_not_repeat_the_others() {
    rig.service.answer(
        message ->
            rig.service.to("t2").isEmpty() && message.to().equals(device("t2"))
                ? new SendResult.Failed("503", null)
                : new SendResult.Sent());
    rig.worker();
    rig.device("ann", "t1", "t2");
    rig.add("e1#1", "ann");
    rig.awaitDone();

    assertThat(rig.service.to("t1")).hasSize(1);
    assertThat(rig.service.to("t2")).hasSize(2);
    assertThat(rig.mark("e1#1")).isEqualTo("sent");
    assertThat(rig.store.hgetall("push:stats")).isEqualTo(Map.of("sent", "2", "failed", "1"));
  }

  private static Recipient device(String token) {
    return new Recipient.Device(token);
  }

  @Test
  void an_unregistered_token_is_deleted_and_a_newer_one_stays() {
    rig.service.answer(
        message -> {
          if (message.to().equals(device("old"))) {
            rig.store.set("fcm:token:ann", "newer"); // the app writes it meanwhile
            rig.device("ann", "newest");
            return new SendResult.Unregistered();
          }
          return new SendResult.Sent();
        });
    rig.worker();
    rig.store.set("fcm:token:ann", "old");
    rig.device("ann", "old", "second");
    rig.add("e1#1", "ann");
    rig.awaitDone();

    assertThat(rig.store.get("fcm:token:ann")).isEqualTo("newer");
    assertThat(rig.store.smembers("fcm:tokens:ann")).containsExactlyInAnyOrder("second", "newest");
    assertThat(rig.service.to("old")).hasSize(1);
    assertThat(rig.service.to("second")).hasSize(1);
    assertThat(rig.mark("e1#1")).isEqualTo("sent");
  }

  @Test
  void a_user_whose_only_device_is_gone_ends_as_dropped() {
    rig.service.answer(message -> new SendResult.Unregistered());
    rig.worker();
    rig.store.set("fcm:token:ann", "only");
    rig.add("e1#1", "ann");
    rig.awaitDone();

    assertThat(rig.store.exists("fcm:token:ann")).isZero();
    assertThat(rig.mark("e1#1")).isEqualTo("dropped");
    assertThat(rig.dead()).isEmpty();
    assertThat(rig.store.hgetall("push:stats")).isEqualTo(Map.of("failed", "1"));
  }

  @Test
  void a_refused_message_is_a_dead_letter_at_once_and_keeps_the_token() {
    rig.service.answer(
        message ->
            switch (message.noteId()) {
              case "payload#1" -> new SendResult.BadPayload("message too big");
              case "token#1" -> new SendResult.BadToken("no such token");
              default -> new SendResult.Forbidden("SENDER_ID_MISMATCH");
            });
    rig.worker();
    rig.notify("payload#1", "ann");
    rig.notify("token#1", "bob");
    rig.notify("sender#1", "eve");
    rig.awaitDone();

    assertThat(rig.service.sends()).hasSize(3);
    assertThat(rig.dead().stream().map(one -> one.getBody().get("error")))
        .containsExactlyInAnyOrder("message too big", "no such token", "SENDER_ID_MISMATCH");
    assertThat(rig.store.exists("fcm:tokens:ann", "fcm:tokens:bob", "fcm:tokens:eve")).isEqualTo(3);
  }

  @Test
  void a_user_without_a_device_gets_nothing_unless_the_notification_names_a_topic() {
    rig.worker();
    rig.add("none#1", "ann");
    rig.add("topic#1", "ann", "\"topic\":\"orders\"");
    rig.awaitDone();

    assertThat(rig.service.sends().stream().map(Send::to)).containsExactly("topic orders");
    assertThat(rig.mark("none#1")).isEqualTo("no-device");
    assertThat(rig.mark("topic#1")).isEqualTo("sent");
  }

  @Test
  void an_expired_notification_is_not_sent() {
    rig.worker();
    rig.notify("old#1", "ann", "\"expiresAt\":1700000000000");
    rig.notify("new#1", "bob", "\"expiresAt\":9900000000000");
    rig.awaitDone();

    assertThat(rig.service.sends().stream().map(Send::id)).containsExactly("new#1");
    assertThat(rig.mark("old#1")).isEqualTo("expired");
  }

  @Test
  void a_malformed_entry_is_a_dead_letter_and_nothing_waits_for_it() {
    rig.worker();
    rig.addText("0|e1#1|{\"eventId\":");
    rig.addText("rubbish");
    rig.store.xadd(PushRig.OUTBOX, Map.of("other", "field"));
    rig.store.set("fcm:tokens:ann", "no set");
    rig.add("e2#1", "ann");
    rig.notify("e3#1", "bob");
    rig.awaitDone();

    assertThat(rig.service.sends().stream().map(Send::id)).containsExactly("e3#1");
    assertThat(rig.dead()).hasSize(4);
    assertThat(rig.dead().stream().map(one -> one.getBody().get("payload")))
        .contains("0|e1#1|{\"eventId\":", "rubbish", "");
    assertThat(rig.dead().stream().map(one -> one.getBody().get("error")))
        .anyMatch(error -> error.contains("it ends too early"))
        .anyMatch(error -> error.contains("must be attempt|id|json"))
        .anyMatch(error -> error.contains("WRONGTYPE"));
  }

  @Test
  void a_notification_that_was_sent_before_is_not_sent_again() {
    rig.store.set("push:sent:e1#1", "sent");
    rig.store.set("push:sent:e2#1", "failed");
    rig.worker();
    rig.notify("e1#1", "ann");
    rig.notify("e2#1", "ann");
    rig.awaitDone();

    assertThat(rig.service.sends().stream().map(Send::id)).containsExactly("e2#1");
    assertThat(rig.mark("e2#1")).isEqualTo("sent");
  }

  @Test
  void a_sender_that_breaks_its_promise_is_a_failed_send() {
    rig.service.answer(
        message -> {
          throw new IllegalStateException("a bug with a token");
        });
    rig.worker();
    rig.notify("e1#1", "ann");
    rig.awaitDone();

    assertThat(rig.dead().getFirst().getBody())
        .containsEntry("error", "the sender broke: java.lang.IllegalStateException");
  }

  @Test
  void dead_letters_are_bounded_and_the_oldest_go_first() {
    var worker = rig.worker();
    rig.store.xadd("push:dlq", new XAddArgs().id("1-1"), Map.of("id", "of 1970"));
    rig.addText("first");
    await().atMost(SOON).until(() -> rig.dead().size() == 1 && rig.isDone());
    assertThat(rig.dead().getFirst().getBody()).containsEntry("payload", "first");
    rig.store.eval(
        "for i = 1, 99999 do redis.call('XADD', KEYS[1], '*', 'id', i) end return 1",
        ScriptOutputType.INTEGER,
        "push:dlq");
    rig.addText("second");
    await()
        .atMost(SOON)
        .until(() -> rig.get(worker, "/prometheus").body().contains("push_dead_dropped_total 2.0"));
    assertThat(rig.store.xlen("push:dlq")).isEqualTo(100_000);
  }

  @Test
  void two_workers_share_the_work() {
    rig.service.answer(message -> new SendResult.Sent());
    rig.worker("push.max-parallel", "5");
    rig.worker("push.max-parallel", "5");
    for (int i = 0; i < 300; i++) {
      rig.notify("e" + i + "#1", "u" + i % 7);
    }
    rig.awaitDone();

    assertThat(rig.service.sends()).hasSize(300);
    assertThat(rig.service.sends().stream().map(Send::id).distinct()).hasSize(300);
    assertThat(rig.store.hgetall("push:stats")).isEqualTo(Map.of("sent", "300"));
    assertThat(rig.pending()).isZero();
  }

  @Test
  void metrics_and_health_show_what_waits() {
    var worker = rig.worker();
    rig.notify("e1#1", "ann");
    rig.awaitDone();

    assertThat(rig.get(worker, "/prometheus").body())
        .contains("push_sent_total 1.0", "push_finished_total{end=\"sent\"} 1.0");
    await().atMost(SOON).until(() -> rig.get(worker, "/health").body().contains("\"waiting\":0"));
    assertThat(rig.get(worker, "/health").body()).doesNotContain("degraded");
    for (String path : List.of("/health/liveness", "/health/readiness", "/healthz")) {
      assertThat(rig.get(worker, path).statusCode()).as(path).isEqualTo(200);
    }
  }
}
