package io.eventpipeline.consumer.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.consumer.offset.Watermark;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.forms.EventReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of one partition: arrivals out of order, duplicates, failures, lost answers,
 * handlers that stop anywhere, crashes and rebalances, in any interleaving, against a Redis that is
 * a few maps.
 */
class LanesPropertyTest {
  private static final long SECOND = 1_000_000_000L;
  private static final OrderSettings SETTINGS = Bounds.of(Duration.ofSeconds(5), 1000);

  /**
   * A record of the log.
   *
   * @param token of a replay, or null
   */
  private record LogRecord(
      long offset, String id, String user, long seq, int failures, @Nullable String token) {
    LogRecord(long offset, String id, String user, long seq, int failures) {
      this(offset, id, user, seq, failures, null);
    }

    LogRecord at(long place) {
      return new LogRecord(place, id, user, seq, failures, token);
    }

    LogRecord with(@Nullable String right) {
      return new LogRecord(offset, id, user, seq, failures, right);
    }
  }

  /** One history: the log, what the world knows, and one incarnation of the consumer at a time. */
  private static final class History {
    final Random random;
    final List<LogRecord> log = new ArrayList<>();
    final ModelRedis redis = new ModelRedis(SETTINGS.maxSeqJump());
    final Map<String, Integer> runs = new HashMap<>();
    final Map<String, Integer> failuresLeft = new HashMap<>();
    final Set<String> cut = new HashSet<>();
    final Set<String> succeeded = new HashSet<>();
    long epoch = 1;
    long clock = SECOND;
    int crashesLeft;
    boolean neverCrashes;
    final Map<Long, Integer> attempts = new HashMap<>();
    boolean conflicts;
    int operationsLeft;

    /** Marks of each event that an operator has set, and offsets whose handlers ran, by right. */
    final Map<String, Integer> marks = new HashMap<>();

    final Map<String, Set<Long>> ran = new HashMap<>();
    final List<LogRecord> replays = new ArrayList<>();
    final Set<String> expired = new HashSet<>();

    /** Who is paused, and until when; empty in histories without pauses. */
    Map<String, Long> paused = Map.of();

    final boolean pauses;
    boolean closing;

    Watermark watermark = new Watermark();
    Lanes lanes = fresh();
    int position;
    long committed;
    List<Step> asked = new ArrayList<>();
    List<Step.Handle> active = new ArrayList<>();
    Set<Long> finished = new HashSet<>();

    History(Random random, int crashes) {
      this.random = random;
      this.crashesLeft = crashes;
      this.pauses = random.nextBoolean();
    }

    private Lanes fresh() {
      Watermark mine = watermark;
      Set<Long> once = new HashSet<>();
      return new Lanes(
          SETTINGS,
          new Quarantine(),
          entry -> {
            assertThat(once.add(entry.offset())).as("finished once: %s", entry.offset()).isTrue();
            mine.finish(entry.offset(), entry.size());
          });
    }

    /** The event that a right, a token or the id itself, belongs to. */
    String idOf(String right) {
      return replays.stream()
          .filter(r -> right.equals(r.token()))
          .map(LogRecord::id)
          .findFirst()
          .orElse(right);
    }

    /** No other user and no other event has anything to do with the id. */
    boolean isAlone(String id) {
      return log.stream().filter(r -> r.id().equals(id)).map(LogRecord::user).distinct().count()
              == 1
          && !id.endsWith("-twin");
    }

    void play() {
      int idle = 0;
      for (int turn = 0; turn < 200_000; turn++) {
        if (isDone() && !operate()) {
          return;
        }
        assertThat(redis.dead).hasSameSizeAs(redis.deadLetters.keySet());
        assertThat(redis.deadLetters.keySet()).containsAll(redis.dead);
        idle = oneTurn() ? 0 : idle + 1;
        if (idle > 50) {
          clock += SECOND;
          idle = 0;
        }
        assertThat(watermark.committable(position)).isLessThanOrEqualTo(position);
        lanes.pauses().users().forEach(this::assertNoLeaseOfPaused);
      }
      throw new AssertionError("stuck: " + lanes.count() + " lanes, " + asked + " " + active);
    }

    private boolean isDone() {
      return position == log.size() && lanes.isEmpty() && asked.isEmpty() && active.isEmpty();
    }

    private boolean oneTurn() {
      return switch (random.nextInt(12)) {
        case 0, 1, 2 -> read();
        case 3, 4 -> take();
        case 5, 6, 7 -> answer();
        case 8, 9 -> handle();
        case 10 -> letTimePass() || (random.nextInt(8) == 0 && operate());
        default -> commitAndPerhapsCrash();
      };
    }

    /** An operator, or somebody who writes headers, does something. False if there is no more. */
    private boolean operate() {
      if (operationsLeft == 0) {
        return false;
      }
      operationsLeft--;
      List<String> dead = redis.dead;
      String id = dead.isEmpty() ? "" : dead.get(random.nextInt(dead.size()));
      LogRecord any = log.get(random.nextInt(log.size()));
      switch (random.nextInt(12)) {
        case 0 -> append(any.with("forged"));
        case 1 -> append(any.with(null));
        case 2 -> {
          if (!replays.isEmpty()) {
            append(replays.get(random.nextInt(replays.size()))); // published twice
          }
        }
        case 3 -> redis.unmark(id);
        case 4 -> {
          if (!redis.leases.containsKey(id) && !redis.isProcessed(id)) {
            redis.events.remove(id);
            expired.add(id);
          }
        }
        default -> mark(id);
      }
      return true;
    }

    private void mark(String id) {
      String token = "j." + operationsLeft;
      if (redis.mark(id, token, random.nextInt(4) == 0)) {
        marks.merge(id, 1, Integer::sum);
        failuresLeft.put(id, random.nextInt(3) == 0 ? 3 : random.nextInt(3));
        if (random.nextInt(6) != 0) { // else the tool dies before it publishes
          LogRecord first = log.stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
          replays.add(first.with(token));
          append(first.with(token));
        }
      }
    }

    private void append(LogRecord record) {
      log.add(record.at(log.size()));
    }

    /** Who is paused is another set of users now; or one of them may go on. */
    private void pauseOrResume() {
      if (random.nextInt(4) == 0) {
        Map<String, Long> next = new HashMap<>();
        for (int u = 0; u < 4; u++) {
          if (random.nextInt(3) == 0) {
            next.put((random.nextInt(4) == 0 ? "v" : "u") + u, clock + random.nextLong(3 * SECOND));
          }
        }
        paused = next;
        lanes.pauses().set(paused);
      } else if (random.nextInt(4) == 0) {
        String user = "u" + random.nextInt(4);
        paused = new HashMap<>(paused);
        paused.remove(user);
        lanes.pauses().end(user);
      }
    }

    private void assertNoLeaseOfPaused(String user) {
      Lane lane = lanes.find(user);
      if (lane != null && lane.state() == LaneState.PAUSED) {
        assertThat(redis.leases.values())
            .as("leases of %s, who is paused", user)
            .noneMatch(
                lease ->
                    lease.epoch() == epoch && log.get((int) lease.offset()).user().equals(user));
      }
    }

    private boolean letTimePass() {
      if (pauses) {
        pauseOrResume();
      }
      clock += random.nextInt(200) * 1_000_000L;
      redis.foreignStream = random.nextInt(4) == 0;
      lanes.tick(clock);
      lanes.settleHandled();
      if (position == log.size()) {
        lanes.gaps().reachEnd(clock);
      }
      lanes.endGaps(false);
      lanes.renewals().forEach(renewal -> redis.claim(epoch, renewal));
      return false;
    }

    private boolean commitAndPerhapsCrash() {
      committed = watermark.committable(position);
      if (crashesLeft > 0 && random.nextInt(15) == 0) {
        crashesLeft--;
        if (!neverCrashes && random.nextBoolean()) {
          crash();
        } else {
          rebalance();
        }
      }
      return false;
    }

    private boolean read() {
      int many = Math.min(random.nextInt(6), log.size() - position);
      for (int i = 0; i < many; i++) {
        LogRecord r = log.get(position++);
        assertThat(watermark.register(r.offset(), 1)).isTrue();
        PendingEvent entry =
            PendingEvent.of(new PendingEvent.Record(r.offset(), new byte[1], r.offset()), event(r));
        if (r.token() != null) {
          entry.becomeReplay(new PendingEvent.Replay(r.token(), event(r), PendingEvent.NO_SECOND));
        }
        entry.recall(attempts.getOrDefault(r.offset(), 0));
        lanes.add(entry);
        lanes.gaps().advanceLogTime(r.offset());
      }
      return many > 0;
    }

    private boolean take() {
      Step step = lanes.next();
      if (step instanceof Step.Claim claim) {
        assertRunsAlone(claim.entries());
      } else if (step instanceof Step.Settle settle) {
        assertRunsAlone(settle.entries());
      }
      if (step != null && !closing && lanes.pauses().has(step.lane().name())) {
        assertThat(step)
            .as("step of a paused user")
            .isInstanceOfAny(Step.Settle.class, Step.Release.class);
      }
      if (step instanceof Step.Handle handle) {
        for (Step.Handle other : active) {
          assertThat(other.lane()).as("one handler a lane").isNotSameAs(handle.lane());
        }
        active.add(handle);
      } else if (step != null) {
        asked.add(step);
      }
      return step != null;
    }

    private static void assertRunsAlone(List<PendingEvent> entries) {
      if (entries.stream().anyMatch(PendingEvent::isReplay)) {
        assertThat(entries).as("a replay is a run of its own").hasSize(1);
      }
    }

    /**
     * Answers one of the open questions; sometimes the answer is lost, before or after its effect.
     */
    private boolean answer() {
      if (asked.isEmpty()) {
        return false;
      }
      Step step = asked.remove(random.nextInt(asked.size()));
      int luck = random.nextInt(10);
      if (luck == 0) {
        lanes.markUnanswered(step);
        return true;
      }
      Runnable answer = carryOut(step);
      if (luck == 1) {
        lanes.markUnanswered(step);
      } else {
        answer.run();
      }
      return true;
    }

    /** Has its effect on Redis. Returns what tells the lanes of it. */
    private Runnable carryOut(Step step) {
      return switch (step) {
        case Step.Claim claim -> {
          ModelRedis.Claimed given = redis.claim(epoch, claim);
          yield () -> lanes.applyClaim(claim, given.codes(), given.next());
        }
        case Step.Settle settle -> {
          ModelRedis.Settled given = redis.settle(epoch, settle);
          yield () -> lanes.applySettle(settle, given.codes(), given.next());
        }
        case Step.Jump jump -> {
          NextSeq given = redis.jump(jump);
          yield () -> lanes.applyJump(jump, given);
        }
        case Step.Release release -> {
          redis.release(epoch, release);
          yield () -> lanes.applyRelease(release);
        }
        case Step.Handle handle -> throw new AssertionError();
      };
    }

    /** Takes one running handler one event further. */
    private boolean handle() {
      if (active.isEmpty()) {
        return false;
      }
      Step.Handle handle = active.get(random.nextInt(active.size()));
      ClaimedRun run = handle.run();
      if (run.handled() == run.size() || run.isCancelled()) {
        stop(handle);
        return true;
      }
      PendingEvent entry = run.entry(run.handled());
      if (entry.verdict() == null) {
        runs.merge(entry.id(), 1, Integer::sum);
        String right = entry.isReplay() ? entry.replayToken() : entry.id();
        ran.computeIfAbsent(right, r -> new HashSet<>()).add(entry.offset());
        assertThat(redis.events.get(entry.id()))
            .as("%s runs", entry.id())
            .matches(state -> state == null || !state.status().equals("processed"));
        if (failuresLeft.merge(entry.id(), -1, Integer::sum) >= 0) {
          entry.countAttempt();
          if (entry.attempts() < 3) {
            run.waitUntil(clock + 200_000_000L);
            stop(handle);
            return true;
          }
          entry.decide(new Verdict.Failed(entry.attempts(), new Failure("E", "e", ""), true));
        } else {
          succeeded.add(entry.id());
          entry.decide(new Verdict.Processed(entry.attempts() + 1));
        }
      }
      run.advance();
      return true;
    }

    private void stop(Step.Handle handle) {
      active.remove(handle);
      lanes.applyHandling(handle);
    }

    private void crash() {
      noteCut();
      attempts.clear();
      reopen();
    }

    /** What ran and is not final may run again after this. */
    private void noteCut() {
      runs.keySet().stream().filter(id -> !redis.events.containsKey(id)).forEach(cut::add);
      cut.addAll(redis.leases.keySet());
      succeeded.retainAll(redis.events.keySet());
    }

    private void reopen() {
      epoch++;
      watermark = new Watermark();
      lanes = fresh();
      lanes.pauses().set(paused);
      closing = false;
      position = (int) committed;
      asked = new ArrayList<>();
      active = new ArrayList<>();
      lanes.tick(clock);
    }

    private void rebalance() {
      redis.foreignStream = false; // what cannot be settled is given up, and would run again
      closing = true;
      lanes.close();
      for (int turn = 0; !lanes.isEmpty() || !asked.isEmpty() || !active.isEmpty(); turn++) {
        assertThat(turn).as("turns to let go").isLessThan(100_000);
        take();
        handle();
        answer();
        if (turn % 10 == 0) {
          lanes.tick(clock += 10_000_000L);
        }
      }
      // Leases of an earlier crash may still be there; ours may not.
      assertThat(redis.leases.values())
          .as("leases after letting go")
          .noneMatch(lease -> lease.epoch() == epoch);
      committed = watermark.committable(position);
      attempts.keySet().removeIf(offset -> offset < position); // the rest was not read yet
      attempts.putAll(lanes.attempts());
      if (!conflicts) {
        assertThat(redis.events.keySet()).as("what ran is settled").containsAll(succeeded);
      }
      if (conflicts) {
        noteCut(); // one id under two users: what ran may have no place to be settled in
      }
      reopen();
    }
  }

  private static Event event(LogRecord r) {
    String payload = r.seq() == 0 ? "{}" : "{\"seq\":" + r.seq() + "}";
    String json =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":%s}"
            .formatted(r.id(), r.user(), payload);
    return switch (EventReader.event(json.getBytes(StandardCharsets.UTF_8), 1)) {
      case Parsed.Valid<Event>(Event event) -> event;
      case Parsed.Invalid<Event> invalid -> throw new AssertionError(invalid);
    };
  }

  /** Permutations of each user's seqs, duplicates, events without seq, and failing ones. */
  private static void fill(History history, boolean losses, boolean failures) {
    Random random = history.random;
    history.conflicts = losses;
    List<LogRecord> all = new ArrayList<>();
    int users = 1 + random.nextInt(4);
    for (int u = 0; u < users; u++) {
      int events = random.nextInt(12);
      for (int seq = 1; seq <= events; seq++) {
        if (!losses || random.nextInt(8) != 0) {
          int failing = failures && random.nextInt(5) == 0 ? 1 + random.nextInt(3) : 0;
          addWithDoubles(
              all, random, losses, new LogRecord(0, "u" + u + "-" + seq, "u" + u, seq, failing));
        }
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        all.add(new LogRecord(0, "u" + u + "-free" + i, "u" + u, 0, 0));
      }
    }
    Collections.shuffle(all, random);
    for (int i = 0; i < all.size(); i++) {
      LogRecord r = all.get(i);
      history.log.add(new LogRecord(i, r.id(), r.user(), r.seq(), r.failures()));
      history.failuresLeft.put(r.id(), r.failures());
    }
  }

  /**
   * Adds it, perhaps twice, and with {@code losses} perhaps a twin, or itself under another user.
   */
  private static void addWithDoubles(
      List<LogRecord> all, Random random, boolean losses, LogRecord event) {
    all.add(event);
    if (random.nextInt(6) == 0) {
      all.add(event);
    }
    if (losses && random.nextInt(12) == 0) {
      all.add(new LogRecord(0, event.id() + "-twin", event.user(), event.seq(), 0));
    }
    if (losses && random.nextInt(12) == 0) {
      String other = "v" + event.user().substring(1);
      all.add(new LogRecord(0, event.id(), other, 1 + random.nextInt(3), event.failures()));
    }
  }

  private static void checkAlways(History history) {
    for (LogRecord r : history.log) {
      if (!history.expired.contains(r.id())) {
        assertThat(history.redis.events).as("final: %s", r).containsKey(r.id());
      }
    }
    assertThat(history.redis.leases).isEmpty();
    assertThat(history.watermark.count()).isZero();
    assertThat(history.watermark.committable(history.position)).isEqualTo(history.log.size());
    assertThat(history.redis.dead).doesNotHaveDuplicates();
    history.redis.orders.forEach(
        (user, order) -> assertThat(order).as(user).isSorted().doesNotHaveDuplicates());
  }

  @Property(tries = 3000)
  void without_losses_every_order_is_complete_and_every_handler_runs_once(@ForAll Random random) {
    History history = new History(random, 0);
    fill(history, false, false);
    history.play();
    checkAlways(history);
    assertThat(history.runs.values()).allMatch(n -> n == 1);
    Map<String, Long> seqs = new HashMap<>();
    history.log.forEach(r -> seqs.merge(r.user(), r.seq(), Math::max));
    seqs.forEach(
        (user, last) ->
            assertThat(history.redis.orders.getOrDefault(user, List.of()))
                .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList()));
  }

  @Property(tries = 3000)
  void crashes_and_rebalances_double_only_what_they_cut(@ForAll Random random) {
    History history = new History(random, 3);
    fill(history, false, false);
    history.play();
    checkAlways(history);
    history.runs.forEach(
        (id, n) -> {
          if (!history.cut.contains(id)) {
            assertThat(n).as("runs of %s", id).isEqualTo(1);
          }
        });
    Map<String, Long> seqs = new HashMap<>();
    history.log.forEach(r -> seqs.merge(r.user(), r.seq(), Math::max));
    seqs.forEach(
        (user, last) ->
            assertThat(history.redis.orders.getOrDefault(user, List.of()))
                .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList()));
  }

  @Property(tries = 3000)
  void failures_are_tried_three_times_by_all_owners_together(@ForAll Random random) {
    History history = new History(random, 3);
    history.neverCrashes = true;
    fill(history, false, true);
    history.play();
    checkAlways(history);
    for (LogRecord r : history.log) {
      assertThat(history.runs).as("%s", r).containsEntry(r.id(), Math.min(r.failures() + 1, 3));
    }
    for (LogRecord r : history.log) {
      ModelRedis.Final state = history.redis.events.get(r.id());
      int expected = r.failures() >= 3 ? 3 : r.failures() + 1;
      assertThat(state.attempts()).as("%s", r).isEqualTo(expected);
      assertThat(state.status()).isEqualTo(r.failures() >= 3 ? "failed" : "processed");
    }
  }

  /** Fails often enough that there is something to replay. */
  private static History withReplays(Random random) {
    History history = new History(random, 3);
    fill(history, false, true);
    history.failuresLeft.replaceAll((id, failing) -> random.nextInt(2) == 0 ? 3 : failing);
    history.operationsLeft = history.log.isEmpty() ? 0 : 30;
    return history;
  }

  @Property(tries = 3000)
  void each_mark_gives_one_replay_and_whatever_comes_all_is_final(@ForAll Random random) {
    History history = withReplays(random);
    history.play();
    checkAlways(history);
    history.ran.forEach(
        (right, offsets) -> {
          String id = history.idOf(right);
          if (!history.cut.contains(id) && !history.expired.contains(id)) {
            assertThat(offsets).as("records of %s that ran by the right %s", id, right).hasSize(1);
          }
        });
    history.redis.events.forEach(
        (id, state) -> {
          if (!history.expired.contains(id)) {
            assertThat(history.redis.deadLetters.containsKey(id))
                .as("%s is %s", id, state)
                .isEqualTo(state.status().equals("failed"));
          }
          assertThat(history.redis.emitted.contains(id))
              .isEqualTo(state.status().equals("processed") && ModelRedis.emits(id));
        });
  }

  @Property(tries = 3000)
  void replays_leave_the_order_as_it_is(@ForAll Random random) {
    History history = withReplays(random);
    int operations = history.operationsLeft;
    history.operationsLeft = 0;
    history.play();
    Map<String, List<Long>> orders = new HashMap<>();
    history.redis.orders.forEach((user, order) -> orders.put(user, List.copyOf(order)));
    Map<String, Long> seqs = Map.copyOf(history.redis.seqs);
    history.operationsLeft = operations;
    history.play();
    checkAlways(history);
    assertThat(history.redis.orders).isEqualTo(orders);
    assertThat(history.redis.seqs).isEqualTo(seqs);
  }

  @Property(tries = 3000)
  void with_everything_at_once_all_is_final_and_in_order(@ForAll Random random) {
    History history = new History(random, 3);
    fill(history, true, true);
    history.play();
    checkAlways(history);
    Set<String> everRan = history.runs.keySet();
    history.redis.events.forEach(
        (id, state) -> {
          if (state.status().equals("skipped")) {
            assertThat(state.attempts()).isZero();
            // An id under two users, or a place two events ask for, may have run for the other one.
            if (!history.cut.contains(id) && history.isAlone(id)) {
              assertThat(everRan).as("skipped, so never run").doesNotContain(id);
            }
          }
        });
  }
}
