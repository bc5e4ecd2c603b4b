package io.eventpipeline.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.ErrorClass;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.NextSeq;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.SettleCode;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.runtime.redis.LuaScript;
import io.lettuce.core.Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each script alone, on a real Redis. */
class RedisLedgerIT {
  private static final String USER = "ann ünï{x}\n😀";
  @TempDir static Path dir;
  static LedgerRig rig;
  Ownership owner;

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

  private static PendingEvent entry(long offset, String id, String user, long seq) {
    String json =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":{%s}}"
            .formatted(id, user.replace("\n", "\\n"), seq == 0 ? "" : "\"seq\":" + seq);
    byte[] value = json.getBytes(StandardCharsets.UTF_8);
    if (EventReader.event(value, 1) instanceof Parsed.Valid<Event>(Event event)) {
      return PendingEvent.of(new PendingEvent.Record(offset, value, 1), event);
    }
    throw new AssertionError(json);
  }

  private static PendingEvent processed(PendingEvent entry) {
    entry.decide(new Verdict.Processed(1));
    return entry;
  }

  private List<ClaimCode> claim(Ownership as, boolean quarantined, PendingEvent... entries)
      throws Exception {
    return rig.given(rig.ledger.claim(as, List.of(List.of(entries)), quarantined))
        .getFirst()
        .codes();
  }

  private List<SettleCode> settle(Ownership as, PendingEvent... entries) throws Exception {
    return rig.given(rig.ledger.settle(as, List.of(List.of(entries)))).getFirst().codes();
  }

  @Test
  void a_retention_of_zero_keeps_what_is_final_for_ever() throws Exception {
    PendingEvent entry = entry(1, "kept", "ann", 1);
    claim(owner, false, entry);
    rig.given(rig.ledger(Duration.ZERO, null).settle(owner, List.of(List.of(processed(entry)))));
    assertThat(rig.store.ttl("event:kept")).isEqualTo(-1);
    assertThat(rig.store.ttl("dedup:kept")).isEqualTo(-1);
    PendingEvent other = entry(2, "gone", "ann", 2);
    claim(owner, false, other);
    settle(owner, processed(other));
    assertThat(rig.store.ttl("event:gone")).isPositive();
    assertThat(rig.store.ttl("dedup:gone")).isPositive();
  }

  @Test
  void a_history_keeps_the_latest_seqs_of_the_order() throws Exception {
    RedisLedger trimming = rig.ledger(Duration.ofHours(24), 3);
    for (int seq = 1; seq <= 5; seq += 2) {
      PendingEvent first = entry(seq, "h" + seq, "ann", seq);
      PendingEvent second = entry(seq + 1, "h" + (seq + 1), "ann", seq + 1);
      claim(owner, false, first, second);
      rig.given(trimming.settle(owner, List.of(List.of(processed(first), processed(second)))));
    }
    assertThat(rig.store.lrange("order:ann", 0, -1)).containsExactly("4", "5", "6");
    assertThat(rig.store.get("seq:ann")).isEqualTo("7");
  }

  @Test
  void the_topic_that_a_partition_was_first_read_of_is_remembered() throws Exception {
    assertThat(rig.take(3).firstTopicId()).isEmpty();
    assertThat(rig.given(rig.ledger.take("events", 3, "first")).firstTopicId()).isEqualTo("first");
    assertThat(rig.given(rig.ledger.take("events", 3, "second")).firstTopicId()).isEqualTo("first");
    assertThat(rig.take(3).firstTopicId()).isEqualTo("first");
    assertThat(rig.store.get("topic:events:3")).isEqualTo("first");
  }

  @Test
  void an_owner_takes_a_higher_epoch_than_every_owner_before() throws Exception {
    long first = Long.parseLong(owner.epoch());
    assertThat(first)
        .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 60_000);
    assertThat(Long.parseLong(rig.take(3).epoch())).isGreaterThan(first);
    rig.store.set("owner:events:3", "99999999999999");
    assertThat(rig.take(3).epoch()).isEqualTo("100000000000000");
  }

  @Test
  void a_claim_leases_what_is_next_and_says_what_is_not() throws Exception {
    rig.store.set("seq:" + USER, "5");
    PendingEvent late = entry(1, "late", USER, 4);
    PendingEvent five = entry(2, "five", USER, 5);
    PendingEvent free = entry(3, "free", USER, 0);
    PendingEvent six = entry(4, "six", USER, 6);
    PendingEvent nine = entry(5, "nine", USER, 9);
    PendingEvent far = entry(6, "far", USER, 5000);
    List<PendingEvent> entries = List.of(late, five, free, six, nine, far);
    Claimed claimed = rig.given(rig.ledger.claim(owner, List.of(entries), false)).getFirst();
    assertThat(claimed.next()).isEqualTo(new NextSeq(5, true));
    assertThat(claimed.codes())
        .containsExactly(
            ClaimCode.LATE,
            ClaimCode.LEASED,
            ClaimCode.LEASED,
            ClaimCode.LEASED,
            ClaimCode.EARLY,
            ClaimCode.TOO_FAR);
    assertThat(rig.store.get("inflight:five")).isEqualTo("events:3 " + owner.epoch() + " 2 1");
    assertThat(rig.store.pttl("inflight:five")).isBetween(50_000L, 60_000L);
    assertThat(claim(owner, false, entry(9, "first", "new user", 5000)))
        .containsExactly(ClaimCode.EARLY);
  }

  @Test
  void the_same_token_goes_on_and_another_one_waits() throws Exception {
    PendingEvent mine = entry(1, "a", USER, 1);
    assertThat(claim(owner, false, mine)).containsExactly(ClaimCode.LEASED);
    assertThat(claim(owner, false, mine)).containsExactly(ClaimCode.LEASED);
    assertThat(rig.store.get("inflight:a")).endsWith(" 1");
    assertThat(claim(owner, false, entry(2, "a", "bob", 1), entry(3, "b", "bob", 2)))
        .containsExactly(ClaimCode.BUSY, ClaimCode.UNCLAIMED);
    assertThat(claim(rig.take(4), false, entry(2, "a", "bob", 1))).containsExactly(ClaimCode.BUSY);
    assertThat(claim(owner, false, entry(5, "twice", "cyd", 1), entry(6, "twice", "cyd", 1)))
        .as("the first one stands on the place already")
        .containsExactly(ClaimCode.LEASED, ClaimCode.UNCLAIMED);
    assertThat(claim(owner, false, entry(5, "free", "dee", 0), entry(6, "free", "dee", 0)))
        .containsExactly(ClaimCode.LEASED, ClaimCode.BUSY);
  }

  @Test
  void starts_that_never_ended_are_counted_up_to_a_crash_loop() throws Exception {
    PendingEvent deadly = entry(1, "d", USER, 1);
    PendingEvent next = entry(2, "e", USER, 2);
    assertThat(claim(owner, false, deadly, next))
        .containsExactly(ClaimCode.LEASED, ClaimCode.LEASED);
    assertThat(claim(rig.take(3), false, deadly, next))
        .containsExactly(ClaimCode.LEASED, ClaimCode.UNCLAIMED);
    Ownership third = rig.take(3);
    assertThat(claim(third, false, deadly, next))
        .containsExactly(ClaimCode.SUSPECT, ClaimCode.UNCLAIMED);
    assertThat(rig.store.get("inflight:d")).endsWith(" 2");
    assertThat(claim(third, true, deadly)).containsExactly(ClaimCode.LEASED);
    assertThat(claim(rig.take(3), true, deadly)).containsExactly(ClaimCode.LEASED);
    assertThat(claim(rig.take(3), true, deadly)).containsExactly(ClaimCode.CRASH_LOOP);
    assertThat(rig.store.get("inflight:d")).endsWith(" 5");
  }

  @Test
  void a_settle_writes_all_that_belongs_to_a_processed_event() throws Exception {
    PendingEvent one = processed(entry(1, "a", USER, 1));
    PendingEvent two = processed(entry(2, "b", USER, 2));
    claim(owner, false, one, two);
    Settled settled = rig.given(rig.ledger.settle(owner, List.of(List.of(one, two)))).getFirst();
    assertThat(settled.codes()).containsExactly(SettleCode.SETTLED, SettleCode.SETTLED);
    assertThat(settled.next()).isEqualTo(new NextSeq(3, true));
    Map<String, String> state = rig.store.hgetall("event:a");
    assertThat(state)
        .containsOnlyKeys("status", "processedAt", "attempts", "userId", "type", "seq")
        .containsEntry("status", "processed")
        .containsEntry("userId", USER)
        .containsEntry("seq", "1");
    assertThat(Long.parseLong(state.get("processedAt")))
        .isCloseTo(System.currentTimeMillis(), offset(60_000L));
    assertThat(rig.store.exists("dedup:a", "dedup:b")).isEqualTo(2);
    assertThat(rig.store.ttl("event:a")).isBetween(86_000L, 86_400L);
    assertThat(rig.store.ttl("dedup:a")).isBetween(86_000L, 86_400L);
    assertThat(rig.store.lrange("order:" + USER, 0, -1)).containsExactly("1", "2");
    assertThat(rig.store.keys("inflight:*")).isEmpty();

    Map<String, Object> before = rig.dump();
    assertThat(settle(owner, one, two)).containsExactly(SettleCode.FINAL, SettleCode.FINAL);
    assertThat(claim(owner, false, one)).containsExactly(ClaimCode.FINAL);
    assertThat(claim(owner, false, entry(7, "a", "bob", 1)))
        .containsExactly(ClaimCode.FINAL_ELSEWHERE);
    assertThat(rig.dump()).isEqualTo(before);
  }

  private static final String[] DEAD_LETTER_FIELDS = {
    "eventId",
    "userId",
    "type",
    "seq",
    "payload",
    "encoding",
    "attempts",
    "error",
    "errorClass",
    "stackTrace",
    "queuedAt",
    "recordTimestamp",
    "topic",
    "partition",
    "offset"
  };

  @Test
  void a_failed_event_is_kept_whole_and_the_order_goes_on_after_it() throws Exception {
    PendingEvent bad = entry(7, "bad", USER, 1);
    bad.decide(new Verdict.Failed(3, new Failure("x.Boom", "it broke", "at line 1"), true));
    PendingEvent good = processed(entry(8, "good", USER, 2));
    claim(owner, false, bad, good);
    assertThat(settle(owner, bad, good)).containsExactly(SettleCode.SETTLED, SettleCode.SETTLED);
    assertThat(rig.store.hgetall("event:bad"))
        .containsEntry("status", "failed")
        .containsEntry("attempts", "3")
        .containsEntry("error", "it broke");
    assertThat(rig.store.lrange("order:" + USER, 0, -1)).containsExactly("2");
    assertThat(rig.store.lrange("dlq:list", 0, -1)).containsExactly("bad");
    assertThat(rig.store.hgetall("dlq:bad"))
        .containsOnlyKeys(DEAD_LETTER_FIELDS)
        .containsEntry("errorClass", "x.Boom")
        .containsEntry("stackTrace", "at line 1")
        .containsEntry("encoding", "utf8")
        .containsEntry("payload", new String(bad.value(), StandardCharsets.UTF_8))
        .containsEntry("topic", "events")
        .containsEntry("partition", "3")
        .containsEntry("offset", "7");
    assertThat(rig.store.ttl("dlq:bad")).isEqualTo(-1);
  }

  /** Lets the event's state and its mark against duplicates expire. */
  private static void expire(String id) {
    rig.store.del("event:" + id, "dedup:" + id);
  }

  @Test
  void an_id_that_fails_again_after_its_state_has_expired_is_listed_once() throws Exception {
    PendingEvent first = entry(7, "bad", USER, 1);
    first.decide(failed("first"));
    assertThat(settle(owner, first)).containsExactly(SettleCode.SETTLED);
    expire("bad");
    PendingEvent other = entry(8, "other", USER, 2);
    other.decide(failed("other"));
    PendingEvent again = entry(9, "bad", "bob", 0);
    again.decide(failed("again"));
    assertThat(settle(owner, other)).containsExactly(SettleCode.SETTLED);
    assertThat(settle(owner, again)).containsExactly(SettleCode.SETTLED);
    assertThat(rig.store.lrange("dlq:list", 0, -1)).containsExactly("bad", "other");
    assertThat(rig.store.hgetall("dlq:bad"))
        .as("the entry is that of the last failure, and of nothing before it")
        .containsEntry("error", "again")
        .containsEntry("userId", "bob")
        .containsEntry("offset", "9")
        .doesNotContainKey("seq");

    rig.store.del("dlq:bad"); // purged
    rig.store.lrem("dlq:list", 0, "bad");
    expire("bad");
    assertThat(settle(owner, again)).containsExactly(SettleCode.SETTLED);
    assertThat(rig.store.lrange("dlq:list", 0, -1)).containsExactly("other", "bad");
  }

  @Test
  void an_id_is_listed_even_if_the_list_could_not_be_written_at_first() throws Exception {
    PendingEvent bad = entry(7, "bad", USER, 1);
    bad.decide(failed("it broke"));
    rig.store.set("dlq:list", "not a list");
    assertThat((Object) rig.answer(rig.ledger.settle(owner, List.of(List.of(bad)))))
        .isInstanceOf(ScriptResult.Refused.class);
    rig.store.del("dlq:list");
    assertThat(settle(owner, bad)).containsExactly(SettleCode.SETTLED);
    assertThat(rig.store.lrange("dlq:list", 0, -1)).containsExactly("bad");
  }

  @Test
  void a_dead_letter_is_short_whatever_was_thrown() throws Exception {
    String row = "x".repeat(1_000_000);
    PendingEvent bad = entry(7, "bad", USER, 1);
    Throwable thrown = new IllegalStateException(row, new IOException(row));
    bad.decide(new Verdict.Failed(3, Failure.of(thrown), true));
    settle(owner, bad);
    assertThat(rig.store.hget("dlq:bad", "error")).hasSizeLessThanOrEqualTo(2_000);
    assertThat(rig.store.hget("dlq:bad", "stackTrace")).hasSizeLessThanOrEqualTo(3_000);
    assertThat(rig.store.hget("event:bad", "error")).hasSizeLessThanOrEqualTo(2_000);
    assertThat(textLength("dlq:bad")).isLessThan(6_000);
    assertThat(textLength("event:bad")).isLessThan(3_000);
  }

  /** Characters of all values of a hash. MEMORY USAGE guesses from a sample of its fields. */
  private int textLength(String hash) {
    return rig.store.hgetall(hash).values().stream().mapToInt(String::length).sum();
  }

  @Test
  void poison_is_kept_with_its_bytes() throws Exception {
    PendingEvent poison =
        PendingEvent.poison(
            new PendingEvent.Record(9, new byte[] {(byte) 0xff}, 1),
            "poison~events~3~9",
            Failure.of(ErrorClass.INVALID_EVENT, "no"));
    assertThat(claim(owner, false, poison)).containsExactly(ClaimCode.LEASED);
    assertThat(settle(owner, poison)).containsExactly(SettleCode.SETTLED);
    assertThat(rig.store.hgetall("dlq:poison~events~3~9"))
        .containsEntry("encoding", "base64")
        .containsEntry("payload", "/w==")
        .doesNotContainKey("seq");
    assertThat(rig.store.keys("seq:*")).isEmpty();
  }

  @Test
  void a_settle_stops_at_the_first_event_whose_order_is_elsewhere() throws Exception {
    PendingEvent one = processed(entry(1, "a", USER, 1));
    PendingEvent gap = processed(entry(2, "c", USER, 3));
    PendingEvent free = processed(entry(3, "d", USER, 0));
    assertThat(settle(owner, one, gap, free))
        .containsExactly(SettleCode.SETTLED, SettleCode.MOVED, SettleCode.UNSETTLED);
    assertThat(rig.store.exists("event:c", "event:d", "dedup:c", "dedup:d")).isZero();
    rig.store.set("seq:" + USER, "9");
    assertThat(settle(owner, gap)).containsExactly(SettleCode.MOVED);
  }

  @Test
  void a_foreign_lease_is_respected_and_one_of_an_earlier_epoch_is_ours() throws Exception {
    PendingEvent mine = processed(entry(1, "a", USER, 1));
    claim(rig.take(4), false, entry(1, "a", USER, 1));
    assertThat(settle(owner, mine)).containsExactly(SettleCode.BUSY);
    PendingEvent old = processed(entry(2, "b", "bob", 1));
    claim(owner, false, old);
    assertThat(settle(rig.take(3), old)).containsExactly(SettleCode.SETTLED);
  }

  @Test
  void the_greatest_seq_is_exact() throws Exception {
    rig.store.set("seq:" + USER, "9007199254740991");
    PendingEvent last = processed(entry(1, "a", USER, 9007199254740991L));
    assertThat(claim(owner, false, last)).containsExactly(ClaimCode.LEASED);
    assertThat(
            rig.given(rig.ledger.settle(owner, List.of(List.of(last)))).getFirst().next().value())
        .isEqualTo(9007199254740992L);
    assertThat(rig.store.get("seq:" + USER)).isEqualTo("9007199254740992");
    assertThat(rig.store.lrange("order:" + USER, 0, -1)).containsExactly("9007199254740991");
  }

  @Test
  void a_run_of_a_hundred_is_one_script() throws Exception {
    PendingEvent[] run =
        IntStream.rangeClosed(1, 100)
            .mapToObj(i -> processed(entry(i, "e" + i, USER, i)))
            .toArray(PendingEvent[]::new);
    assertThat(claim(owner, false, run)).containsOnly(ClaimCode.LEASED);
    assertThat(settle(owner, run)).containsOnly(SettleCode.SETTLED);
    assertThat(rig.store.llen("order:" + USER)).isEqualTo(100);
  }

  @Test
  void many_lanes_go_together_and_each_is_judged_by_itself() throws Exception {
    rig.store.set("seq:bob", "4");
    List<PendingEvent> ann = List.of(entry(1, "a1", "ann", 1), entry(2, "a2", "ann", 2));
    List<PendingEvent> bob = List.of(entry(3, "b3", "bob", 3), entry(4, "b4", "bob", 4));
    List<PendingEvent> cyd = List.of(entry(5, "c0", "cyd", 0), entry(6, "c9", "cyd", 9));
    List<Claimed> claimed = rig.given(rig.ledger.claim(owner, List.of(ann, bob, cyd), false));
    assertThat(claimed)
        .containsExactly(
            new Claimed(List.of(ClaimCode.LEASED, ClaimCode.LEASED), new NextSeq(1, false)),
            new Claimed(List.of(ClaimCode.LATE, ClaimCode.LEASED), new NextSeq(4, true)),
            new Claimed(List.of(ClaimCode.LEASED, ClaimCode.EARLY), new NextSeq(1, false)));

    processed(ann.get(0));
    ann.get(1).decide(failed("ann's"));
    processed(bob.get(1));
    processed(cyd.get(0));
    rig.store.set("seq:ann", "2"); // her order was moved on by somebody else
    List<Settled> settled =
        rig.given(rig.ledger.settle(owner, List.of(ann, List.of(bob.get(1)), List.of(cyd.get(0)))));
    assertThat(settled)
        .containsExactly(
            new Settled(List.of(SettleCode.MOVED, SettleCode.UNSETTLED), new NextSeq(2, true)),
            new Settled(List.of(SettleCode.SETTLED), new NextSeq(5, true)),
            new Settled(List.of(SettleCode.SETTLED), new NextSeq(1, false)));
    rig.store.del("seq:ann");
    assertThat(rig.given(rig.ledger.settle(owner, List.of(ann))).getFirst().codes())
        .containsOnly(SettleCode.SETTLED);
    assertThat(rig.store.lrange("order:ann", 0, -1)).containsExactly("1");
    assertThat(rig.store.lrange("order:bob", 0, -1)).containsExactly("4");
    assertThat(rig.store.hgetall("event:c0"))
        .containsEntry("userId", "cyd")
        .doesNotContainKey("seq");
  }

  @Test
  void what_is_kept_of_failed_events_of_many_lanes_is_not_mixed_up() throws Exception {
    List<List<PendingEvent>> lanes = new ArrayList<>();
    for (String user : List.of("ann", "bob", "cyd")) {
      List<PendingEvent> lane = new ArrayList<>();
      for (int seq = 1; seq <= 4; seq++) {
        PendingEvent entry = entry(lanes.size() * 4 + seq, user + seq, user, seq);
        entry.decide(seq % 2 == 1 ? failed(user + seq) : new Verdict.Processed(1));
        lane.add(entry);
      }
      lanes.add(lane);
    }
    rig.store.set("seq:bob", "2"); // so that her failed first one is left out
    rig.given(rig.ledger.claim(owner, lanes, false));
    rig.given(rig.ledger.settle(owner, lanes));
    assertThat(rig.store.lrange("dlq:list", 0, -1)).containsExactly("ann1", "ann3", "cyd1", "cyd3");
    for (String id : List.of("ann1", "ann3", "cyd1", "cyd3")) {
      assertThat(rig.store.hgetall("dlq:" + id))
          .containsEntry("eventId", id)
          .containsEntry("error", id)
          .containsEntry("userId", id.substring(0, 3));
      assertThat(rig.store.hget("event:" + id, "error")).isEqualTo(id);
    }
    assertThat(rig.store.exists("order:bob", "event:bob1", "event:bob2")).isZero();
    assertThat(rig.store.lrange("order:cyd", 0, -1)).containsExactly("2", "4");
  }

  private static Verdict.Failed failed(String error) {
    return new Verdict.Failed(3, new Failure("x.Boom", error, ""), true);
  }

  @Test
  void a_jump_compares_before_it_sets() throws Exception {
    assertThat(rig.given(rig.ledger.jump(owner, USER, 1, 4))).isEqualTo(new NextSeq(4, true));
    assertThat(rig.given(rig.ledger.jump(owner, USER, 1, 9))).isEqualTo(new NextSeq(4, true));
    assertThat(rig.given(rig.ledger.jump(owner, USER, 4, 5))).isEqualTo(new NextSeq(5, true));
  }

  @Test
  void only_our_own_leases_are_let_go() throws Exception {
    claim(owner, false, entry(1, "a", USER, 1));
    claim(rig.take(4), false, entry(1, "b", "bob", 1));
    rig.given(rig.ledger.release(owner, List.of(entry(1, "a", USER, 1), entry(1, "b", "bob", 1))));
    assertThat(rig.store.keys("inflight:*")).containsExactly("inflight:b");
  }

  @Test
  void a_zombie_can_write_nothing() throws Exception {
    PendingEvent one = processed(entry(1, "a", USER, 1));
    claim(owner, false, one);
    Ownership next = rig.take(3);
    claim(next, false, one);
    Map<String, Object> before = rig.dump();
    for (CompletionStage<? extends ScriptResult<?>> asked :
        List.of(
            rig.ledger.claim(owner, List.of(List.of(entry(5, "z", USER, 0))), true),
            rig.ledger.settle(owner, List.of(List.of(one))),
            rig.ledger.jump(owner, USER, 1, 7),
            rig.ledger.release(owner, List.of(one)))) {
      rig.link.flush();
      assertThat((Object) asked.toCompletableFuture().get(1, TimeUnit.MINUTES))
          .isEqualTo(new ScriptResult.Fenced<>(next.epoch()));
    }
    assertThat(rig.dump()).isEqualTo(before);
    rig.store.del("owner:events:3");
    assertThat(settle(next, one)).containsExactly(SettleCode.SETTLED);
    assertThat(rig.store.get("owner:events:3")).isEqualTo(next.epoch());
  }

  @Test
  void a_full_redis_writes_nothing_by_halves() throws Exception {
    PendingEvent one = processed(entry(1, "a", USER, 1));
    claim(owner, false, one);
    Map<String, Object> before = rig.dump();
    rig.store.configSet("maxmemory", "1");
    try {
      assertThat((Object) rig.answer(rig.ledger.settle(owner, List.of(List.of(one)))))
          .isInstanceOf(ScriptResult.Missing.class);
      assertThat(rig.dump()).isEqualTo(before);
    } finally {
      rig.store.configSet("maxmemory", "0");
    }
    assertThat(settle(owner, one)).containsExactly(SettleCode.SETTLED);
  }

  @Test
  void a_redis_that_hangs_is_connected_to_anew() throws Exception {
    signal("STOP");
    try {
      CompletionStage<ScriptResult<Ownership>> asked = rig.ledger.take("events", 3, "");
      rig.link.flush();
      await()
          .atMost(LedgerRig.SOON)
          .until(
              () -> {
                rig.link.watch();
                return !rig.link.isUp();
              });
      assertThat(asked.toCompletableFuture().isCompletedExceptionally()).isFalse();
    } finally {
      signal("CONT");
    }
    await().atMost(LedgerRig.SOON).until(rig.link::isUp);
    rig.take(3);
  }

  @Test
  void a_redis_that_hangs_while_there_is_nothing_to_do_is_missed_too() throws Exception {
    signal("STOP");
    try {
      await()
          .atMost(LedgerRig.SOON)
          .until(
              () -> {
                rig.link.watch();
                return !rig.link.isUp();
              });
    } finally {
      signal("CONT");
    }
    await().atMost(LedgerRig.SOON).until(rig.link::isUp);
    rig.take(3);
  }

  private static void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "" + rig.redis.process().pid()).start().waitFor();
  }

  private static PendingEvent emitting(PendingEvent entry, String... texts) {
    List<Emission> emissions =
        Arrays.stream(texts).map(text -> new Emission("push", text)).toList();
    entry.decide(new Verdict.Processed(1, emissions));
    return entry;
  }

  private static List<String> outbox() {
    return rig.store.xrange("outbox:push", Range.unbounded()).stream()
        .map(line -> line.getBody().get("d"))
        .toList();
  }

  @Test
  void a_processed_event_emits_once_and_a_failed_one_never() throws Exception {
    PendingEvent plain = processed(entry(1, "plain", USER, 1));
    PendingEvent two = emitting(entry(2, "two", USER, 2), "{\"n\":1}", "{\"n\":2}");
    PendingEvent bad = entry(3, "bad", USER, 3);
    bad.decide(failed("it broke"));
    PendingEvent one = emitting(entry(4, "one", USER, 4), "{\"n\":3}");
    claim(owner, false, plain, two, bad, one);
    settle(owner, plain, two, bad, one);
    assertThat(outbox())
        .containsExactly("0|two#1|{\"n\":1}", "0|two#2|{\"n\":2}", "0|one#1|{\"n\":3}");
    assertThat(rig.store.hget("event:two", "emitted")).isEqualTo("2");
    assertThat(rig.store.hexists("event:plain", "emitted")).isFalse();
    assertThat(rig.store.hget("dlq:bad", "recordTimestamp")).isEqualTo("1");
    Map<String, Object> before = rig.dump();
    assertThat(settle(owner, plain, two, bad, one)).containsOnly(SettleCode.FINAL);
    assertThat(rig.dump()).isEqualTo(before);
  }

  @Test
  void an_event_waits_while_its_stream_is_something_else() throws Exception {
    PendingEvent plain = processed(entry(1, "plain", USER, 1));
    PendingEvent emits = emitting(entry(2, "emits", USER, 2), "{}");
    PendingEvent after = processed(entry(3, "after", USER, 3));
    rig.store.set("outbox:push", "foreign");
    claim(owner, false, plain, emits, after);
    assertThat(settle(owner, plain, emits, after))
        .containsExactly(SettleCode.SETTLED, SettleCode.NO_STREAM, SettleCode.UNSETTLED);
    assertThat(rig.store.exists("event:emits", "dedup:emits", "event:after")).isZero();
    rig.store.del("outbox:push");
    assertThat(settle(owner, emits, after)).containsOnly(SettleCode.SETTLED);
    assertThat(outbox()).containsExactly("0|emits#1|{}");
  }

  @Test
  void a_lane_that_breaks_half_way_emits_once_when_it_is_mended() throws Exception {
    PendingEvent good = emitting(entry(1, "good", USER, 1), "{}");
    PendingEvent broken = emitting(entry(2, "broken", "bob", 1), "{}");
    claim(owner, false, good);
    claim(owner, false, broken);
    rig.store.set("order:bob", "no list");
    for (int time = 1; time <= 3; time++) {
      assertThat(
              (Object)
                  rig.answer(rig.ledger.settle(owner, List.of(List.of(good), List.of(broken)))))
          .isInstanceOf(ScriptResult.Refused.class);
    }
    assertThat(outbox()).containsExactly("0|good#1|{}");
    rig.store.del("order:bob");
    assertThat(settle(owner, good)).containsExactly(SettleCode.FINAL);
    assertThat(settle(owner, broken)).containsExactly(SettleCode.SETTLED);
    assertThat(outbox()).containsExactly("0|good#1|{}", "0|broken#1|{}");
  }

  @Test
  void a_skipped_event_leaves_a_line_and_a_foreign_key_there_harms_nothing() throws Exception {
    rig.store.set("seq:" + USER, "5");
    for (String id : List.of("late", "later")) {
      PendingEvent late = entry(7, id, USER, 4);
      claim(owner, false, late);
      late.decide(new Verdict.Skipped());
      assertThat(settle(owner, late)).containsExactly(SettleCode.SETTLED);
      assertThat(rig.store.hget("event:" + id, "status")).isEqualTo("skipped");
      if (id.equals("late")) {
        assertThat(rig.store.xrange("ix:notable", Range.unbounded()).getFirst().getBody())
            .containsEntry("eventId", "late")
            .containsEntry("userId", USER)
            .containsEntry("partition", "3")
            .containsEntry("offset", "7");
        rig.store.set("ix:notable", "foreign");
      }
    }
  }

  /** Redis' clock, unix seconds. */
  private static long now() {
    return Long.parseLong(rig.store.time().getFirst());
  }

  /** The users in the log of a second, in the order in which they were counted. */
  private static List<String> counted(long second) {
    byte[] log = rig.bytes.get(rig.spaces.ofUser(USER).window(second));
    List<String> users = new ArrayList<>();
    for (int at = 0; log != null && at < log.length; ) {
      int length = (log[at] & 255) * 256 + (log[at + 1] & 255);
      users.add(new String(log, at + 2, length, StandardCharsets.UTF_8));
      at += 2 + length;
    }
    return users;
  }

  @Test
  void a_processed_event_counts_once_in_its_second_and_any_other_never() throws Exception {
    long second = now() - 5;
    PendingEvent one = processed(entry(1, "one", USER, 1).countIn(second));
    PendingEvent bad = entry(2, "bad", USER, 2).countIn(second);
    bad.decide(failed("broken"));
    PendingEvent late = entry(3, "late", USER, 1).countIn(second);
    late.decide(new Verdict.Skipped());
    PendingEvent none = processed(entry(4, "none", USER, 3));
    PendingEvent next = processed(entry(5, "next", USER, 4).countIn(second + 1));
    claim(owner, false, one, bad, none, next);
    for (int time = 1; time <= 3; time++) {
      settle(owner, one, bad, none, next);
      settle(owner, late);
    }
    assertThat(counted(second)).containsExactly(USER);
    assertThat(counted(second + 1)).containsExactly(USER);
    assertThat(rig.store.ttl("win:" + second)).isCloseTo(1800 + 120 - 5, offset(5L));
  }

  @Test
  void a_user_of_any_text_is_counted_by_the_length_of_its_bytes() throws Exception {
    long second = now();
    List<String> users = List.of(USER, "é".repeat(256), "x".repeat(256), "😀".repeat(128), "a");
    List<List<PendingEvent>> lanes = new ArrayList<>();
    for (String user : users) {
      lanes.add(
          List.of(processed(entry(lanes.size(), "id" + lanes.size(), user, 0).countIn(second))));
    }
    rig.given(rig.ledger.claim(owner, lanes, false));
    rig.given(rig.ledger.settle(owner, lanes));
    assertThat(counted(second)).isEqualTo(users);
  }

  @Test
  void a_second_that_is_too_old_or_is_something_else_counts_nothing_and_harms_nothing()
      throws Exception {
    long old = now() - 1860;
    rig.store.hset("win:" + (now() - 60), "foreign", "key");
    PendingEvent before = processed(entry(1, "old", USER, 1).countIn(old));
    PendingEvent foreign = processed(entry(2, "foreign", USER, 2).countIn(now() - 60));
    claim(owner, false, before, foreign);
    assertThat(settle(owner, before, foreign)).containsOnly(SettleCode.SETTLED);
    assertThat(counted(old)).isEmpty();
  }

  @Test
  void a_lane_that_breaks_half_way_counts_once_when_it_is_mended() throws Exception {
    long second = now();
    PendingEvent good = processed(entry(1, "good", USER, 1).countIn(second));
    PendingEvent broken = processed(entry(2, "broken", "bob", 1).countIn(second));
    claim(owner, false, good);
    claim(owner, false, broken);
    rig.store.set("order:bob", "no list");
    for (int time = 1; time <= 3; time++) {
      rig.answer(rig.ledger.settle(owner, List.of(List.of(good), List.of(broken))));
    }
    assertThat(counted(second)).containsExactly(USER);
    rig.store.del("order:bob");
    settle(owner, broken);
    assertThat(counted(second)).containsExactly(USER, "bob");
  }

  @Test
  void random_histories_count_each_processed_event_exactly_once() throws Exception {
    Random random = new Random(7);
    long start = now() - 20;
    Map<Long, Map<String, Integer>> model = new HashMap<>();
    for (int call = 0; call < 200; call++) {
      List<List<PendingEvent>> lanes = lanes(random, call, start, model);
      rig.given(rig.ledger.claim(owner, lanes, false));
      for (int time = random.nextInt(3); time >= 0; time--) { // answers get lost
        rig.given(rig.ledger.settle(owner, lanes));
      }
    }
    for (long second = start; second < start + 10; second++) {
      Map<String, Integer> log = new HashMap<>();
      counted(second).forEach(user -> log.merge(user, 1, Integer::sum));
      assertThat(log).as("second %s", second).isEqualTo(model.getOrDefault(second, Map.of()));
    }
  }

  /** Some users' events, some of which fail; counts in the model what has to count. */
  private static List<List<PendingEvent>> lanes(
      Random random, int call, long start, Map<Long, Map<String, Integer>> model) {
    List<List<PendingEvent>> lanes = new ArrayList<>();
    for (int lane = 0; lane <= random.nextInt(6); lane++) {
      List<PendingEvent> events = new ArrayList<>();
      String user = "user-" + lane;
      for (int i = 0; i <= random.nextInt(4); i++) {
        long second = random.nextInt(8) == 0 ? PendingEvent.NO_SECOND : start + random.nextInt(10);
        PendingEvent event = entry(1, "%d-%d-%d".formatted(call, lane, i), user, 0);
        if (random.nextInt(4) == 0) {
          event.decide(failed("e"));
        } else if (second != PendingEvent.NO_SECOND) {
          model.computeIfAbsent(second, s -> new HashMap<>()).merge(user, 1, Integer::sum);
        }
        events.add(event.verdict() == null ? processed(event.countIn(second)) : event);
      }
      lanes.add(events);
    }
    return lanes;
  }

  @Test
  void the_codes_in_the_scripts_are_those_of_the_enums() {
    assertThat(codes("claim", "replay-claim"))
        .isEqualTo(chars(Arrays.stream(ClaimCode.values()).map(ClaimCode::code)));
    assertThat(codes("settle", "replay-settle"))
        .isEqualTo(chars(Arrays.stream(SettleCode.values()).map(SettleCode::code)));
  }

  private static String codes(String... scripts) {
    return Pattern.compile("(?m)^--   (\\w) = ")
        .matcher(LuaScript.beside(Script.class, scripts).source())
        .results()
        .map(found -> found.group(1))
        .distinct()
        .sorted()
        .collect(Collectors.joining());
  }

  private static String chars(Stream<Character> codes) {
    return codes.map(String::valueOf).sorted().collect(Collectors.joining());
  }
}
