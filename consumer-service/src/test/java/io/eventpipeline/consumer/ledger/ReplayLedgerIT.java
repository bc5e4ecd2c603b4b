package io.eventpipeline.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.ErrorClass;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.NextSeq;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.SettleCode;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.contract.Emission;
import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of a replay alone, on a real Redis. */
class ReplayLedgerIT {
  private static final String USER = "ann ünï{x}";
  @TempDir static Path dir;
  static LedgerRig rig;
  private final Operator operator = new Operator(rig.store);
  private Ownership owner;

  @BeforeAll
  static void start() {
    rig = LedgerRig.start(dir);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void own() throws Exception {
    rig.store.flushall();
    rig.store.scriptFlush(); // every first call of every test is one that Redis has forgotten
    owner = rig.take(3);
  }

  private static PendingEvent entry(long offset, String id, long seq, @Nullable String token) {
    return LedgerRig.entry(offset, id, USER, seq, token);
  }

  private ClaimCode claim(Ownership as, PendingEvent entry) throws Exception {
    return entry.isReplay()
        ? rig.given(rig.ledger.claimReplay(as, entry, false)).codes().getFirst()
        : rig.given(rig.ledger.claim(as, List.of(List.of(entry)), false))
            .getFirst()
            .codes()
            .getFirst();
  }

  private SettleCode settle(Ownership as, PendingEvent entry) throws Exception {
    return entry.isReplay()
        ? rig.given(rig.ledger.settleReplay(as, entry)).codes().getFirst()
        : rig.given(rig.ledger.settle(as, List.of(List.of(entry)))).getFirst().codes().getFirst();
  }

  private static PendingEvent processed(PendingEvent entry) {
    entry.decide(new Verdict.Processed(1));
    return entry;
  }

  private static PendingEvent failed(PendingEvent entry, String errorClass) {
    entry.decide(new Verdict.Failed(3, new Failure(errorClass, "it broke", "at line 1"), true));
    return entry;
  }

  /** Lets the event become a dead letter, in the order of its user. */
  private void deadLetter(String id, long offset, long seq) throws Exception {
    PendingEvent entry = failed(entry(offset, id, seq, null), "First");
    assertThat(claim(owner, entry)).isEqualTo(ClaimCode.LEASED);
    assertThat(settle(owner, entry)).isEqualTo(SettleCode.SETTLED);
  }

  private void mark(String id, String token) {
    assertThat(operator.mark(id, token)).isEqualTo("M");
  }

  private List<String> listed() {
    return rig.store.lrange("dlq:list", 0, -1);
  }

  private Map<String, String> state(String id) {
    return rig.store.hgetall("event:" + id);
  }

  private Map<String, String> entryOf(String id) {
    return rig.store.hgetall("dlq:" + id);
  }

  private void expire(String id) {
    rig.store.del("event:" + id, "dedup:" + id);
  }

  @Test
  void a_token_that_nobody_gave_gives_no_right() throws Exception {
    deadLetter("x", 1, 1);
    Map<String, Object> before = rig.dump();
    assertThat(claim(owner, entry(50, "x", 1, "j.forged"))).isEqualTo(ClaimCode.NO_RIGHT);
    assertThat(claim(owner, entry(51, "new", 2, "j.forged"))).isEqualTo(ClaimCode.NO_RIGHT);
    mark("x", "j.1");
    before = rig.dump();
    PendingEvent other = LedgerRig.entry(52, "x", "bob", 1, "j.1");
    assertThat(claim(owner, other)).as("under another user").isEqualTo(ClaimCode.NO_RIGHT);
    assertThat(claim(owner, entry(53, "x", 1, null))).as("no token").isEqualTo(ClaimCode.FINAL);
    assertThat(rig.dump()).isEqualTo(before);
  }

  @Test
  void a_replay_that_succeeds_writes_all_that_belongs_to_it_once() throws Exception {
    deadLetter("x", 1, 1);
    deadLetter("y", 2, 2);
    byte[] order = rig.store.dump("order:" + USER);
    byte[] seq = rig.store.dump("seq:" + USER);
    rig.store.hset("replay:job:j", "total", "1");
    mark("x", "j.1");
    assertThat(operator.mark("x", "j.2")).as("a second operator").isEqualTo("R");
    assertThat(listed()).containsExactly("x", "y");
    long second = rig.now() - 100;
    PendingEvent replay = entry(51, "x", 1, "j.1").countIn(second);
    Claimed claimed = rig.given(rig.ledger.claimReplay(owner, replay, false));
    assertThat(claimed).isEqualTo(new Claimed(List.of(ClaimCode.LEASED), new NextSeq(3, true)));
    assertThat(operator.mark("x", "j.2", Duration.ZERO, false)).as("in a handler").isEqualTo("I");
    assertThat(operator.purge(Duration.ZERO, "x")).as("in a handler").isEqualTo("I");
    replay.decide(new Verdict.Processed(2, List.of(new Emission("push", "{}"))));
    assertThat(rig.given(rig.ledger.settleReplay(owner, replay)))
        .isEqualTo(new Settled(List.of(SettleCode.SETTLED), new NextSeq(3, true)));
    assertThat(state("x"))
        .containsOnlyKeys(
            "status", "processedAt", "attempts", "userId", "type", "seq", "replays", "emitted")
        .containsEntry("status", "processed")
        .containsEntry("attempts", "5")
        .containsEntry("userId", USER)
        .containsEntry("seq", "1")
        .containsEntry("replays", "1")
        .containsEntry("emitted", "1");
    assertThat(rig.store.ttl("event:x")).isBetween(86_000L, 86_400L);
    assertThat(rig.store.ttl("dedup:x")).isBetween(86_000L, 86_400L);
    assertThat(listed()).containsExactly("y");
    assertThat(rig.store.exists("dlq:x", "inflight:x")).isZero();
    assertThat(rig.store.dump("order:" + USER)).isEqualTo(order);
    assertThat(rig.store.dump("seq:" + USER)).isEqualTo(seq);
    assertThat(rig.outbox()).containsExactly("0|x#1|{}");
    assertThat(rig.store.strlen("win:" + second))
        .isEqualTo(2 + USER.getBytes(StandardCharsets.UTF_8).length);
    assertThat(rig.store.ttl("win:" + second)).isPositive();
    assertThat(rig.store.hgetall("replay:job:j")).containsEntry("processed", "1");
    assertThat(rig.store.xrange("ix:notable", Range.unbounded()).getLast().getBody())
        .containsEntry("status", "replayed")
        .containsEntry("eventId", "x")
        .containsEntry("userId", USER)
        .containsEntry("partition", "3")
        .containsEntry("offset", "51")
        .containsEntry("attempts", "5")
        .containsEntry("by", "op");

    Map<String, Object> before = rig.dump();
    assertThat(settle(owner, replay)).as("the answer was lost").isEqualTo(SettleCode.FINAL);
    assertThat(claim(owner, entry(52, "x", 1, "j.1"))).isEqualTo(ClaimCode.FINAL);
    assertThat(operator.mark("x", "j.3")).as("nothing to replay").isEqualTo("G");
    assertThat(rig.dump()).isEqualTo(before);
  }

  @Test
  void a_replay_that_fails_again_keeps_its_history_and_is_listed_once() throws Exception {
    deadLetter("z", 1, 1);
    deadLetter("y", 2, 2);
    String original = entryOf("z").get("payload");
    mark("z", "j.1");
    PendingEvent replay = failed(LedgerRig.entry(60, "z", USER, 1, "edited", "j.1"), "Second");
    assertThat(claim(owner, replay)).isEqualTo(ClaimCode.LEASED);
    assertThat(settle(owner, replay)).isEqualTo(SettleCode.SETTLED);
    Map<String, Object> before = rig.dump();
    assertThat(settle(owner, replay)).as("the answer was lost").isEqualTo(SettleCode.FINAL);
    assertThat(rig.dump()).isEqualTo(before);
    assertThat(entryOf("z"))
        .containsEntry("attempts", "6")
        .containsEntry("errorClass", "Second")
        .containsEntry("payload", new String(replay.value(), StandardCharsets.UTF_8))
        .containsEntry("original", original)
        .containsEntry("originalEncoding", "utf8")
        .containsEntry("offset", "60")
        .containsEntry("seq", "1")
        .containsEntry("replays", "1")
        .containsEntry("recordTimestamp", "1")
        .doesNotContainKeys("replayToken", "replayState", "replayAt", "replayBy", "silent");
    assertThat(entryOf("z").get("history"))
        .contains("\"errorClass\":\"First\"", "\"attempts\":\"3\"", "\"replayBy\":\"op\"");
    assertThat(listed()).as("at the tail").containsExactly("y", "z");
    assertThat(state("z"))
        .containsEntry("status", "failed")
        .containsEntry("attempts", "6")
        .containsEntry("error", "it broke")
        .containsEntry("replays", "1");
    assertThat(claim(owner, entry(61, "z", 1, "j.1")))
        .as("the token is spent")
        .isEqualTo(ClaimCode.NO_RIGHT);
    assertThat(rig.store.exists("replay:job:j")).as("a job that expired").isZero();
  }

  @Test
  void the_history_keeps_the_first_failure_and_the_latest_nine() throws Exception {
    deadLetter("z", 1, 1);
    for (int i = 0; i < 14; i++) {
      mark("z", "j." + i);
      PendingEvent replay = entry(100 + i, "z", 1, "j." + i);
      assertThat(claim(owner, replay)).isEqualTo(ClaimCode.LEASED);
      replay.decide(
          new Verdict.Failed(1, new Failure("Again" + i, "x" + "ü".repeat(400), ""), true));
      assertThat(settle(owner, replay)).isEqualTo(SettleCode.SETTLED);
    }
    String history = entryOf("z").get("history");
    assertThat(Pattern.compile("\"errorClass\":\"(\\w+)\"").matcher(history).results())
        .extracting(found -> found.group(1))
        .containsExactly(
            "First", "Again4", "Again5", "Again6", "Again7", "Again8", "Again9", "Again10",
            "Again11", "Again12");
    assertThat(history).as("cut between characters").contains("\"x" + "ü".repeat(249) + "\"");
    assertThat(entryOf("z")).containsEntry("attempts", "17").containsEntry("replays", "14");
    assertThat(listed()).containsExactly("z");
  }

  @Test
  void a_state_that_has_expired_bars_no_replay() throws Exception {
    deadLetter("y", 1, 1);
    expire("y");
    mark("y", "j.1");
    PendingEvent replay = processed(entry(70, "y", 0, "j.1")); // its seq was edited away
    assertThat(claim(owner, replay)).isEqualTo(ClaimCode.LEASED);
    assertThat(settle(owner, replay)).isEqualTo(SettleCode.SETTLED);
    assertThat(state("y")).as("recognised by the seq it had").containsEntry("seq", "1");
    assertThat(claim(owner, entry(1, "y", 1, null))).isEqualTo(ClaimCode.FINAL);
  }

  @Test
  void an_event_that_succeeded_meanwhile_is_not_run_and_leaves_the_queue() throws Exception {
    deadLetter("w", 5, 0);
    expire("w");
    mark("w", "j.1");
    PendingEvent again = processed(entry(80, "w", 0, null));
    claim(owner, again);
    settle(owner, again);
    Map<String, String> before = state("w");
    assertThat(claim(owner, entry(81, "w", 0, "j.1"))).isEqualTo(ClaimCode.FINAL);
    assertThat(rig.store.exists("dlq:w")).isZero();
    assertThat(listed()).isEmpty();
    assertThat(state("w")).isEqualTo(before).containsEntry("attempts", "1");
  }

  @Test
  void of_two_marks_the_later_one_runs_and_the_other_record_is_ordinary() throws Exception {
    deadLetter("q", 1, 1);
    mark("q", "j.1");
    assertThat(operator.mark("q", "k.1", Duration.ZERO, false)).isEqualTo("M");
    assertThat(claim(owner, entry(92, "q", 1, "j.1"))).isEqualTo(ClaimCode.NO_RIGHT);
    assertThat(claim(owner, entry(92, "q", 1, null))).isEqualTo(ClaimCode.FINAL);
    assertThat(claim(owner, entry(93, "q", 1, "k.1"))).isEqualTo(ClaimCode.LEASED);
  }

  @Test
  void a_lease_that_ran_out_counts_unless_the_event_was_marked_again() throws Exception {
    deadLetter("l", 1, 1);
    mark("l", "j.1");
    PendingEvent replay = processed(entry(95, "l", 1, "j.1"));
    claim(owner, replay);
    rig.store.del("inflight:l");
    assertThat(settle(owner, replay)).isEqualTo(SettleCode.SETTLED);

    deadLetter("n", 2, 2);
    mark("n", "j.2");
    PendingEvent older = processed(entry(96, "n", 2, "j.2"));
    claim(owner, older);
    rig.store.del("inflight:n");
    operator.mark("n", "k.2", Duration.ZERO, false);
    Map<String, Object> before = rig.dump();
    assertThat(settle(owner, older)).isEqualTo(SettleCode.FINAL);
    assertThat(rig.dump()).as("the later mark counts").isEqualTo(before);
    assertThat(claim(owner, entry(97, "n", 2, "k.2"))).isEqualTo(ClaimCode.LEASED);
  }

  @Test
  void a_zombie_is_refused_and_starts_are_counted_up_to_a_crash_loop() throws Exception {
    deadLetter("d", 1, 1);
    mark("d", "j.1");
    PendingEvent deadly = entry(91, "d", 1, "j.1");
    assertThat(claim(owner, deadly)).isEqualTo(ClaimCode.LEASED);
    Ownership second = rig.take(3);
    Map<String, Object> before = rig.dump();
    assertThat((Object) rig.answer(rig.ledger.claimReplay(owner, deadly, false)))
        .isInstanceOf(ScriptResult.Fenced.class);
    assertThat((Object) rig.answer(rig.ledger.settleReplay(owner, processed(deadly))))
        .isInstanceOf(ScriptResult.Fenced.class);
    assertThat(rig.dump()).isEqualTo(before);
    deadly = entry(91, "d", 1, "j.1");
    assertThat(claim(second, deadly)).isEqualTo(ClaimCode.LEASED);
    assertThat(rig.store.get("inflight:d")).endsWith(" 2");
    assertThat(claim(rig.take(3), deadly)).isEqualTo(ClaimCode.SUSPECT);
    Ownership last = owner;
    for (int start = 3; start <= 5; start++) {
      last = rig.take(3);
      ClaimCode code = rig.given(rig.ledger.claimReplay(last, deadly, true)).codes().getFirst();
      assertThat(code).isEqualTo(start < 5 ? ClaimCode.LEASED : ClaimCode.CRASH_LOOP);
    }
    deadly.decide(new Verdict.Failed(0, Failure.CRASH_LOOP, true));
    assertThat(settle(last, deadly)).isEqualTo(SettleCode.SETTLED);
    assertThat(entryOf("d"))
        .containsEntry("errorClass", ErrorClass.CRASH_LOOP.text())
        .containsEntry("attempts", "3");
    assertThat(listed()).containsExactly("d");
  }

  @Test
  void a_renewal_prolongs_the_lease_and_never_makes_one() throws Exception {
    deadLetter("x", 1, 1);
    mark("x", "j.1");
    PendingEvent replay = entry(51, "x", 1, "j.1");
    claim(owner, replay);
    rig.store.pexpire("inflight:x", 5_000);
    assertThat(rig.given(rig.ledger.claimReplay(owner, replay, true)).codes())
        .containsExactly(ClaimCode.LEASED);
    assertThat(rig.store.pttl("inflight:x")).isBetween(50_000L, 60_000L);
    assertThat(rig.store.get("inflight:x")).endsWith(" 1");
    settle(owner, failed(replay, "Second"));
    assertThat(rig.given(rig.ledger.claimReplay(owner, replay, true)).codes())
        .as("it came after the settle")
        .containsExactly(ClaimCode.FINAL);
    assertThat(rig.store.exists("inflight:x")).isZero();
  }

  @Test
  void a_copy_of_the_record_in_another_partition_waits() throws Exception {
    deadLetter("o", 7, 1);
    mark("o", "j.1");
    Ownership elsewhere = rig.take(1);
    PendingEvent copy = processed(entry(5, "o", 1, "j.1"));
    assertThat(claim(elsewhere, copy)).isEqualTo(ClaimCode.LEASED);
    PendingEvent replay = entry(94, "o", 1, "j.1");
    assertThat(claim(owner, replay)).isEqualTo(ClaimCode.BUSY);
    assertThat(settle(owner, processed(replay))).isEqualTo(SettleCode.BUSY);
    assertThat(settle(elsewhere, copy)).isEqualTo(SettleCode.SETTLED);
    assertThat(claim(owner, entry(94, "o", 1, "j.1"))).isEqualTo(ClaimCode.FINAL);
  }

  @Test
  void a_redis_that_forgot_everything_takes_the_result_all_the_same() throws Exception {
    deadLetter("n", 9, 1);
    mark("n", "j.1");
    PendingEvent replay = processed(entry(97, "n", 1, "j.1"));
    claim(owner, replay);
    rig.store.flushall();
    assertThat(settle(owner, replay)).isEqualTo(SettleCode.SETTLED);
    assertThat(state("n")).containsEntry("status", "processed").containsEntry("seq", "1");
    assertThat(rig.store.keys("replay:job:*")).isEmpty();
  }

  @Test
  void a_replay_that_redis_forgot_is_settled_without_another_run() throws Exception {
    deadLetter("n", 9, 1);
    PendingEvent reread = entry(98, "n", 1, "j.1");
    assertThat(claim(owner, reread)).as("the handler has not run").isEqualTo(ClaimCode.NO_RIGHT);
    processed(reread);
    assertThat(claim(owner, reread)).as("the handler has run").isEqualTo(ClaimCode.LEASED);
    assertThat(settle(owner, reread)).isEqualTo(SettleCode.SETTLED);

    deadLetter("m", 10, 2);
    mark("m", "j.2");
    PendingEvent replay = failed(entry(99, "m", 2, "j.2"), "Second");
    claim(owner, replay);
    settle(owner, replay);
    Map<String, Object> before = rig.dump();
    assertThat(claim(owner, replay)).as("nothing was forgotten").isEqualTo(ClaimCode.FINAL);
    assertThat(rig.dump()).isEqualTo(before);
  }

  @Test
  void a_mark_can_be_taken_back_and_then_the_entry_can_be_purged() throws Exception {
    deadLetter("p", 10, 1);
    mark("p", "j.1");
    assertThat(operator.purge(Operator.STALE, "p")).isEqualTo("R");
    assertThat(operator.unmark("p", "j.other")).isFalse();
    assertThat(operator.unmark("p", "j.1")).isTrue();
    assertThat(claim(owner, entry(99, "p", 1, "j.1"))).isEqualTo(ClaimCode.NO_RIGHT);
    assertThat(operator.purge(Operator.STALE, "p", "nope")).isEqualTo("DG");
    assertThat(rig.store.exists("dlq:list", "dlq:p")).isZero();
  }

  @Test
  void an_id_that_the_list_has_lost_is_listed_again_by_its_mark() throws Exception {
    deadLetter("m", 11, 1);
    rig.store.del("dlq:list");
    mark("m", "j.1");
    assertThat(listed()).containsExactly("m");
  }

  @Test
  void a_replay_waits_while_its_stream_is_something_else() throws Exception {
    deadLetter("m", 11, 1);
    mark("m", "j.1");
    PendingEvent replay = entry(111, "m", 1, "j.1");
    claim(owner, replay);
    replay.decide(new Verdict.Processed(1, List.of(new Emission("push", "{}"))));
    rig.store.set("outbox:push", "foreign");
    Map<String, Object> before = rig.dump();
    assertThat(settle(owner, replay)).isEqualTo(SettleCode.NO_STREAM);
    assertThat(rig.dump()).isEqualTo(before);
    rig.store.del("outbox:push");
    assertThat(settle(owner, replay)).isEqualTo(SettleCode.SETTLED);
    assertThat(rig.outbox()).containsExactly("0|m#1|{}");
  }

  @Test
  void a_silent_replay_emits_nothing() throws Exception {
    deadLetter("s", 12, 1);
    assertThat(operator.mark("s", "j.1", Operator.STALE, true)).isEqualTo("M");
    PendingEvent replay = entry(112, "s", 1, "j.1");
    claim(owner, replay);
    replay.decide(new Verdict.Processed(1, List.of(new Emission("push", "{}"))));
    assertThat(settle(owner, replay)).isEqualTo(SettleCode.SETTLED);
    assertThat(rig.store.exists("outbox:push")).isZero();
    assertThat(state("s")).doesNotContainKey("emitted");
  }

  @Test
  void foreign_keys_of_the_job_the_lines_and_the_second_harm_nothing() throws Exception {
    deadLetter("f", 12, 1);
    mark("f", "j.1");
    long second = rig.now();
    rig.store.set("replay:job:j", "foreign");
    rig.store.set("ix:notable", "foreign");
    rig.store.rpush("win:" + second, "foreign");
    PendingEvent replay = processed(entry(112, "f", 1, "j.1").countIn(second));
    claim(owner, replay);
    assertThat(settle(owner, replay)).isEqualTo(SettleCode.SETTLED);
    assertThat(state("f")).containsEntry("status", "processed");
  }

  @Test
  void a_second_older_than_the_retention_is_not_counted() throws Exception {
    deadLetter("o", 12, 1);
    mark("o", "j.1");
    long second = rig.now() - 1900;
    PendingEvent replay = processed(entry(112, "o", 1, "j.1").countIn(second));
    claim(owner, replay);
    assertThat(settle(owner, replay)).isEqualTo(SettleCode.SETTLED);
    assertThat(rig.store.exists("win:" + second)).isZero();
  }

  @Test
  void a_retention_of_zero_keeps_a_replayed_event_for_ever() throws Exception {
    deadLetter("e", 12, 1);
    mark("e", "j.1");
    PendingEvent replay = processed(entry(112, "e", 1, "j.1"));
    claim(owner, replay);
    expire("e");
    rig.given(rig.ledger(Duration.ZERO, null).settleReplay(owner, replay));
    assertThat(rig.store.ttl("event:e")).isEqualTo(-1);
    assertThat(rig.store.ttl("dedup:e")).isEqualTo(-1);
  }
}
