package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.chaos.ChaosLoad.Planned;
import io.eventpipeline.testbed.fcm.RecordedPush;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationJudgeTest {
  private static final Map<String, String> PROCESSED =
      Map.of("status", "processed", "emitted", "1");
  private static final TestEvent EVENT = anEvent().of("ann").type("test.notify");
  private static final String NOTE = EVENT.id() + "#1";
  private static final UserDevices DEVICES =
      new UserDevices(Map.of("ann", List.of("phone", "tablet")));
  private static final long AT = 1_700_000_000_000L;

  private final Incidents incidents = new Incidents();

  private static RecordedPush push(String key, String token, long at, int status) {
    String body =
        """
        {"message":{"token":"%s","data":{"eventId":"%s"},
         "android":{"notification":{"tag":"%s"}}}}\
        """
            .formatted(token, key.substring(0, key.indexOf('#')), key);
    return new RecordedPush(
        Instant.ofEpochMilli(at), token, false, key, false, status, body.getBytes(UTF_8));
  }

  private static RecordedPush push(String token, long at) {
    return push(NOTE, token, at, 200);
  }

  private RoundVerdict judge(TestEvent event, Map<String, String> state, PushEvidence evidence) {
    Findings findings = new Findings();
    new NotificationJudge(Map.of(event.id(), state), DEVICES, evidence, incidents, findings)
        .judge(List.of(new Planned(event, EventKind.NOTIFY)));
    return findings.verdict("none", 1, 1, 0);
  }

  private RoundVerdict judge(Map<String, String> state, RecordedPush... pushes) {
    return judge(
        EVENT, state, new PushEvidence(List.of(pushes), List.of(), List.of(), 0, List.of(), 0));
  }

  private RoundVerdict judge(RecordedPush... pushes) {
    return judge(PROCESSED, pushes);
  }

  private static void assertGood(RoundVerdict verdict) {
    assertThat(verdict.problems()).isEmpty();
  }

  private static void assertProblem(RoundVerdict verdict, String part) {
    assertThat(verdict.problems()).hasSize(1).first().asString().contains(part);
  }

  @Test
  void each_device_of_a_processed_event_gets_the_notification() {
    RoundVerdict verdict = judge(push("phone", AT), push("tablet", AT + 9));
    assertGood(verdict);
    assertThat(verdict.notifications()).isEqualTo(new RoundVerdict.Notifications(2, 0, 0));
  }

  @Test
  void a_device_that_got_nothing_is_missing() {
    RoundVerdict verdict = judge(push("phone", AT));
    assertProblem(verdict, NOTE + " never reached tablet");
    assertThat(verdict.notifications().missing()).isEqualTo(1);
  }

  @Test
  void a_refused_request_does_not_count() {
    assertProblem(judge(push("phone", AT), push(NOTE, "tablet", AT, 503)), "never reached tablet");
    assertGood(judge(push(NOTE, "phone", AT, 503), push("phone", AT + 1000), push("tablet", AT)));
  }

  @Test
  void only_what_was_deleted_may_be_missing() {
    incidents.push().noteDeleted(List.of("other#1"));
    assertProblem(judge(push("phone", AT)), "never reached tablet");
    incidents.push().noteDeleted(List.of(NOTE));
    assertGood(judge(push("phone", AT)));
  }

  @ParameterizedTest
  @CsvSource({"failed", "skipped"})
  void what_is_not_processed_notifies_nobody(String status) {
    Map<String, String> state = Map.of("status", status);
    assertGood(judge(state));
    assertProblem(judge(state, push("phone", AT)), "was notified");
    incidents.noteRedisForgot();
    assertGood(judge(state, push("phone", AT)));
  }

  @Test
  void an_event_without_a_rule_notifies_nobody() {
    TestEvent plain = anEvent().of("ann");
    RecordedPush push = push(plain.id() + "#1", "phone", AT, 200);
    PushEvidence evidence = new PushEvidence(List.of(push), List.of(), List.of(), 0, List.of(), 0);
    assertProblem(judge(plain, Map.of("status", "processed"), evidence), "was notified");
  }

  @Test
  void the_state_says_how_many_were_emitted() {
    Map<String, String> silent = Map.of("status", "processed");
    assertProblem(judge(silent, push("phone", AT), push("tablet", AT)), "became");
    assertProblem(judge(Map.of("status", "failed", "emitted", "1")), "became");
  }

  @Test
  void nobody_else_gets_it() {
    assertProblem(
        judge(push("phone", AT), push("tablet", AT), push("foreign", AT)), "went to foreign");
  }

  @Test
  void a_push_of_no_event_is_found() {
    assertProblem(
        judge(push("phone", AT), push("tablet", AT), push("ghost#1", "phone", AT, 200)), "ghost");
  }

  @Test
  void all_go_out_under_the_same_key() {
    incidents.push().noteLoss(AT + 1, List.of(NOTE));
    RecordedPush other = push(EVENT.id() + "#2", "phone", AT + 2, 200);
    assertProblem(judge(push("phone", AT), push("tablet", AT), other), "collapse key");
  }

  @Test
  void a_repeat_needs_a_reason() {
    RoundVerdict verdict = judge(push("phone", AT), push("tablet", AT), push("phone", AT + 20_000));
    assertProblem(verdict, NOTE + " reached phone again");
    assertThat(verdict.notifications().repeated()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"-20000, false", "-10, true", "10, true", "20000, true", "20001, false"})
  void a_kill_excuses_a_repeat_of_what_was_in_hand(long at, boolean excused) {
    incidents.push().noteLoss(AT + at, List.of(NOTE));
    RoundVerdict verdict = judge(push("phone", AT), push("tablet", AT), push("phone", AT + 20_000));
    assertThat(verdict.isGood()).isEqualTo(excused);
  }

  @Test
  void a_kill_excuses_no_repeat_of_anything_else_and_no_second_one() {
    incidents.push().noteLoss(AT + 10, List.of("other#1"));
    RecordedPush[] twice = {push("phone", AT), push("tablet", AT), push("phone", AT + 20_000)};
    assertProblem(judge(twice), "again");
    incidents.push().noteLoss(AT + 10, List.of(NOTE));
    assertGood(judge(twice));
    RecordedPush third = push("phone", AT + 50_000);
    assertProblem(judge(twice[0], twice[1], twice[2], third), "again");
  }

  @ParameterizedTest
  @CsvSource({
    "-60000, -50000, false",
    "-30000, -10000, true",
    "5000, 6000, true",
    "16000, 17000, false",
    "20001, 30000, false"
  })
  void a_redis_in_trouble_excuses_a_repeat(long from, long to, boolean excused) {
    incidents.push().noteTrouble(AT + from);
    incidents.push().noteTroubleOver(AT + to);
    RoundVerdict verdict = judge(push("phone", AT), push("tablet", AT), push("phone", AT + 20_000));
    assertThat(verdict.isGood()).isEqualTo(excused);
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "1, true", "20000, true", "20001, false"})
  void a_redis_that_forgot_all_excuses_a_repeat_of_what_was_before(long at, boolean excused) {
    incidents.push().noteFlush(AT + at);
    RoundVerdict verdict = judge(push("phone", AT), push("tablet", AT), push("phone", AT + 20_000));
    assertThat(verdict.isGood()).isEqualTo(excused);
  }

  @Test
  void a_send_without_an_answer_excuses_one_repeat() {
    List<RecordedPush> twice =
        List.of(push("phone", AT), push("tablet", AT), push("phone", AT + 11_000));
    assertGood(judge(new PushEvidence(twice, List.of(), List.of(), 0, List.of(), 1)));
    List<RecordedPush> more = new ArrayList<>(twice);
    more.add(push("tablet", AT + 11_000));
    assertThat(judge(new PushEvidence(more, List.of(), List.of(), 0, List.of(), 1)).problems())
        .hasSize(2);
  }

  @Test
  void nothing_is_left() {
    List<RecordedPush> all = List.of(push("phone", AT), push("tablet", AT));
    List<String> entry = List.of("0|" + NOTE + "|{}");
    assertProblem(judge(left(all, entry, List.of(), 0, List.of())), "left are 1");
    assertProblem(judge(left(all, List.of(), entry, 0, List.of())), "1 in push:retry");
    assertProblem(judge(left(all, List.of(), List.of(), 1, List.of())), "1 in hand");
    List<Map<String, String>> dead = List.of(Map.of("id", NOTE, "error", "UNAVAILABLE"));
    assertProblem(judge(left(all, List.of(), List.of(), 0, dead)), "UNAVAILABLE");
  }

  private static PushEvidence left(
      List<RecordedPush> pushes,
      List<String> waiting,
      List<String> retries,
      long inHand,
      List<Map<String, String>> dead) {
    return new PushEvidence(pushes, waiting, retries, inHand, dead, 0);
  }

  private RoundVerdict judge(PushEvidence evidence) {
    return judge(EVENT, PROCESSED, evidence);
  }
}
