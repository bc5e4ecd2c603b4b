package io.eventpipeline.consumer.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps of one partition's lanes, as the worker does, against a Redis of a few
 * maps. Time and record timestamps move by hand. A handler succeeds at once unless told otherwise.
 */
final class LanesDriver {
  /** Far above what a rule needs. A lane that repeats a step for ever fails its test then. */
  private static final int MOST_STEPS = 1000;

  static final Duration GAP_TIMEOUT = Duration.ofSeconds(5);
  static final Duration RETRY_WAIT = Duration.ofMillis(200);
  static final int MAX_ATTEMPTS = 3;
  private static final OrderSettings SETTINGS = Bounds.of(GAP_TIMEOUT, 1000);

  private final ModelRedis redis = new ModelRedis(SETTINGS.maxSeqJump());
  private final List<Arrival> log = new ArrayList<>();
  private final List<String> handled = new ArrayList<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<String, Verdict> verdicts = new HashMap<>();
  private final Set<String> slowUsers = new HashSet<>();
  private final Map<String, Step.Handle> atWork = new HashMap<>();
  private @Nullable Class<? extends Step> lost;
  private long epoch = 1;
  private long clock = Duration.ofHours(1).toNanos();
  private Lanes lanes = open();

  private Lanes open() {
    Lanes fresh = new Lanes(SETTINGS, new Quarantine(), this::finish);
    fresh.tick(clock);
    return fresh;
  }

  private void finish(PendingEvent entry) {
    if (entry.verdict() != null) {
      verdicts.put(entry.id(), entry.verdict());
    }
  }

  // What happens outside

  /** The partition's next records, at the present time. */
  void arrive(Arrival... events) {
    for (Arrival event : events) {
      log.add(event);
      add(log.size() - 1L);
    }
    run();
  }

  private void add(long offset) {
    Arrival event = log.get((int) offset);
    long logTime = Duration.ofNanos(clock).toMillis();
    PendingEvent.Record source = new PendingEvent.Record(offset, new byte[1], logTime);
    lanes.add(PendingEvent.of(source, event.event()));
    lanes.gaps().advanceLogTime(logTime);
  }

  /** Time goes by without records, and it is not known whether there are any. */
  void pass(Duration time) {
    clock += time.toNanos();
    lanes.tick(clock);
    run();
  }

  /** The reader has seen the end of the partition. */
  void reachEnd() {
    lanes.gaps().reachEnd(clock);
    run();
  }

  void fillUp() {
    lanes.endGaps(true);
    run();
  }

  /** Its next attempts fail. */
  void failing(String id, int times) {
    failures.put(id, times);
  }

  /** The handlers of the user do not end until {@link #finishHandlerOf}. */
  void slow(String user) {
    slowUsers.add(user);
  }

  void finishHandlerOf(String user) {
    slowUsers.remove(user);
    handle(atWork.remove(user));
    run();
  }

  /** The answer to the next step of this kind gets lost after Redis carried it out. */
  void loseNext(Class<? extends Step> kind) {
    lost = kind;
  }

  /** Another consumer has moved the user's order, or Redis went back to where it was. */
  void setNextSeq(String user, long seq) {
    redis.seqs.put(user, seq);
  }

  /** Redis goes back to before the event, the first of its user, became final. */
  void forget(Arrival event) {
    redis.events.remove(event.id());
    redis.emitted.remove(event.id());
    redis.seqs.remove(event.user());
    redis.orders.remove(event.user());
  }

  void leaseElsewhere(String id) {
    redis.leases.put(id, new ModelRedis.Lease(99, 99, 1));
  }

  void endLeaseElsewhere(String id) {
    redis.leases.remove(id);
  }

  /** The process dies. The next owner reads all again. */
  void crash() {
    epoch++;
    atWork.clear();
    lanes = open();
    for (int offset = 0; offset < log.size(); offset++) {
      add(offset);
    }
    run();
  }

  /** The users are paused for this long, and nobody else is. */
  void pause(Duration time, String... users) {
    Map<String, Long> until = new HashMap<>();
    for (String user : users) {
      until.put(user, clock + time.toNanos());
    }
    lanes.pauses().set(until);
    run();
  }

  /** The bound of a pause is reached. */
  void resume(String user) {
    lanes.pauses().end(user);
    run();
  }

  void close() {
    lanes.close();
    run();
  }

  void abandon() {
    lanes.abandon();
    run();
  }

  // What the worker does

  void run() {
    lanes.settleHandled();
    lanes.endGaps(false);
    int steps = 0;
    for (Step step = lanes.next(); step != null; step = lanes.next()) {
      assertThat(steps++).as("steps without an end, the last one %s", step).isLessThan(MOST_STEPS);
      carryOut(step);
    }
  }

  private void carryOut(Step step) {
    if (step instanceof Step.Handle handle) {
      start(handle);
      return;
    }
    boolean answered = lost == null || !lost.isInstance(step);
    lost = answered ? lost : null;
    switch (step) {
      case Step.Claim claim -> {
        ModelRedis.Claimed given = redis.claim(epoch, claim);
        answer(answered, step, () -> lanes.applyClaim(claim, given.codes(), given.next()));
      }
      case Step.Settle settle -> {
        ModelRedis.Settled given = redis.settle(epoch, settle);
        answer(answered, step, () -> lanes.applySettle(settle, given.codes(), given.next()));
      }
      case Step.Jump jump -> {
        NextSeq next = redis.jump(jump);
        answer(answered, step, () -> lanes.applyJump(jump, next));
      }
      case Step.Release release -> {
        redis.release(epoch, release);
        answer(answered, step, () -> lanes.applyRelease(release));
      }
      case Step.Handle handle -> throw new AssertionError();
    }
  }

  private void answer(boolean answered, Step step, Runnable answer) {
    if (answered) {
      answer.run();
    } else {
      lanes.markUnanswered(step);
    }
  }

  private void start(Step.Handle handle) {
    String user = handle.lane().name();
    if (slowUsers.contains(user)) {
      atWork.put(user, handle);
    } else {
      handle(handle);
    }
  }

  private void handle(Step.Handle handle) {
    ClaimedRun run = handle.run();
    boolean goesOn = true;
    while (goesOn) {
      goesOn = decide(run.entry(run.handled()), run);
      if (goesOn) {
        run.advance();
        goesOn = run.handled() < run.size() && !run.isCancelled();
      }
    }
    lanes.applyHandling(handle);
  }

  /** False if the event is to be tried again later. */
  private boolean decide(PendingEvent entry, ClaimedRun run) {
    if (entry.verdict() != null) {
      return true;
    }
    handled.add(entry.id());
    if (failures.merge(entry.id(), -1, Integer::sum) < 0) {
      entry.decide(new Verdict.Processed(entry.attempts() + 1));
      return true;
    }
    entry.countAttempt();
    if (entry.attempts() == MAX_ATTEMPTS) {
      entry.decide(new Verdict.Failed(MAX_ATTEMPTS, new Failure("E", "e", ""), true));
      return true;
    }
    run.waitUntil(clock + RETRY_WAIT.toNanos());
    return false;
  }

  // What came of it

  /** The ids of the events whose handler ran to an end, once per attempt, in that order. */
  List<String> handled() {
    return handled;
  }

  /** The ids of the final events, sorted. */
  List<String> finals() {
    return redis.events.keySet().stream().sorted().toList();
  }

  String status(String id) {
    ModelRedis.Final state = redis.events.get(id);
    return state == null ? "open" : state.status();
  }

  String failureOf(String id) {
    return verdicts.get(id) instanceof Verdict.Failed failed
        ? failed.failure().errorClass()
        : "none";
  }

  /** The users whose handlers are at work, sorted. */
  List<String> atWork() {
    return atWork.keySet().stream().sorted().toList();
  }

  Set<String> leases() {
    return redis.leases.keySet();
  }

  /** Who waits, the longest first. */
  List<Standing> standings() {
    return lanes.standings(clock, 100).longest();
  }

  /** What the user waits for. */
  Standing.Wait waitOf(String user) {
    return standings().stream()
        .filter(one -> one.user().equals(user))
        .findFirst()
        .orElseThrow()
        .reason();
  }

  long clock() {
    return clock;
  }

  long nextSeq(String user) {
    return redis.next(user).value();
  }

  Lanes lanes() {
    return lanes;
  }
}
