package io.eventpipeline.consumer.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The users of one partition. Records go in with {@link #add}; {@link #next} gives the steps to
 * carry out, and each step's answer comes back through the method of its name, or through {@link
 * #unanswered}. Event loop only, but for what {@link ClaimedRun} says of itself.
 */
public final class Lanes {
  private final OrderSettings settings;
  private final Quarantine quarantine;
  private final Consumer<PendingEvent> finished;
  private final Map<String, Lane> lanes = new HashMap<>();

  /**
   * The lanes to be looked at, by whether they have a run. What is claimed becomes final before
   * more is claimed: Redis is faster with a lease it has just seen.
   */
  private final Queue<Lane> dirtyWithRun = new ArrayDeque<>();

  private final Queue<Lane> dirty = new ArrayDeque<>();
  private final Set<Lane> active = new LinkedHashSet<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at));
  private final Gaps gaps;
  private final Map<Long, Integer> attempts = new HashMap<>();
  private boolean closing;
  private long now;

  /**
   * @param quarantine one for the whole process
   * @param finished told of each entry whose event is final, once
   */
  public Lanes(OrderSettings settings, Quarantine quarantine, Consumer<PendingEvent> finished) {
    this.settings = settings;
    this.quarantine = quarantine;
    this.finished = finished;
    this.gaps = new Gaps(settings.gapTimeout());
  }

  private record Timer(long at, Lane lane) {}

  /** The missing seqs. */
  public Gaps gaps() {
    return gaps;
  }

  /** Takes in a record. */
  public void add(PendingEvent entry) {
    Lane lane = lanes.computeIfAbsent(entry.lane(), name -> new Lane(name, this));
    lane.add(entry);
    wake(lane);
  }

  /** The loop's clock, in nanoseconds; never goes back. Wakes the lanes whose wait is over. */
  public void tick(long nanos) {
    now = nanos;
    for (Timer timer = timers.peek(); timer != null && timer.at() <= now; timer = timers.peek()) {
      timers.remove();
      wake(timer.lane());
    }
  }

  /** Sees to it that what is handled in runs that still go on is settled now. */
  public void settleHandled() {
    for (Lane lane : active) {
      ClaimedRun run = lane.run();
      if (run != null && run.hasUnsettled()) {
        wake(lane);
      }
    }
  }

  /** True while handlers are at work. */
  public boolean hasActive() {
    return !active.isEmpty();
  }

  /** The lanes whose handlers are at work. */
  public Set<Lane> active() {
    return active;
  }

  /** When {@link #tick} is next needed, or {@link Long#MAX_VALUE}. */
  public long nextTimer() {
    Timer first = timers.peek();
    return first == null ? Long.MAX_VALUE : first.at();
  }

  /** No user has anything left. */
  public boolean isEmpty() {
    return lanes.isEmpty();
  }

  /**
   * Nothing runs, is runnable or waits for a retry: all that can move waits for a missing seq. Then
   * only more records, or the end of a wait, can bring it on. A lane does not count once something
   * outside the partition has held it for as long as a missing seq is waited for: another's lease,
   * the quarantine, a refusal of Redis, a handler over its timeout. Such a hold may never end.
   */
  public boolean onlyGaps() {
    if (closing || gaps.count() == 0) {
      return false;
    }
    long longHeld = longHeld();
    for (Lane lane : lanes.values()) {
      if (!lane.isHeldSince(longHeld) && !onlyWaitsForMissing(lane)) {
        return false;
      }
    }
    return true;
  }

  private boolean onlyWaitsForMissing(Lane lane) {
    return gaps.isOpen(lane) && !lane.hasRunnable(settings.maxSeqJump());
  }

  /** What is held since then is held for long. */
  private long longHeld() {
    return now - settings.gapTimeout().toNanos();
  }

  /** Redis was not there to end a hold: those there are count from now on. Call on a tick. */
  public void restartHolds() {
    lanes.values().forEach(lane -> lane.restartHold(now));
  }

  /** Says of a handler at work whether it is over its timeout. Call on a tick. */
  public void overdue(Step.Handle handle, boolean over) {
    noteHold(handle.lane(), over);
  }

  /** Starts nothing more; finishes and lets go of what is claimed. */
  public void close() {
    closing = true;
    for (Lane lane : new ArrayList<>(lanes.values())) {
      ClaimedRun run = lane.run();
      if (run != null) {
        run.cancel();
      }
      wake(lane);
    }
  }

  /**
   * The partition is another's: nothing of it is finished or let go. Handlers end by themselves.
   */
  public void abandon() {
    closing = true;
    for (Lane lane : lanes.values()) {
      ClaimedRun run = lane.run();
      if (run != null) {
        run.cancel();
      }
      quarantine.leave(lane);
    }
    lanes.clear();
    dirty.clear();
    dirtyWithRun.clear();
    active.clear();
  }

  /** How many runs have ended of handlers that were to be tried again, by offset; once closed. */
  public Map<Long, Integer> attempts() {
    return attempts;
  }

  /** What to do next, or null if nothing is to be done before something happens. */
  public @Nullable Step next() {
    for (Lane lane = pollDirty(); lane != null; lane = pollDirty()) {
      lane.clean();
      Step step = decide(lane);
      if (step != null) {
        return step;
      }
    }
    return null;
  }

  private @Nullable Lane pollDirty() {
    Lane lane = dirtyWithRun.poll();
    return lane != null ? lane : dirty.poll();
  }

  void wake(Lane lane) {
    if (lane.markDirty()) {
      (lane.run() != null ? dirtyWithRun : dirty).add(lane);
    }
  }

  private @Nullable Step decide(Lane lane) {
    if (lane.awaiting()) {
      return null;
    }
    ClaimedRun run = lane.run();
    if (run != null && run.hasUnsettled() && !run.broken()) {
      return run.settle(lane);
    }
    if (run != null && (run.active() || run.isSettling())) {
      return null;
    }
    if (run != null && !run.isDone() && (closing || !run.broken())) {
      return closing ? release(lane, run) : resume(lane, run);
    }
    if (run != null) {
      run.rest().forEach(lane::add);
      lane.run(null);
      quarantine.leave(lane);
    }
    List<PendingEvent> unanswered = lane.unanswered();
    if (unanswered != null) {
      lane.awaiting(true);
      return closing
          ? new Step.Release(lane, unanswered)
          : new Step.Claim(lane, unanswered, quarantine.isHeldBy(lane));
    }
    return closing ? letGo(lane) : start(lane);
  }

  /** What waits may have been handled, and may hold leases, from a run that was broken off. */
  private @Nullable Step letGo(Lane lane) {
    List<PendingEvent> handled = lane.pollHandled();
    if (!handled.isEmpty()) {
      lane.awaiting(true);
      return new Step.Claim(lane, handled, quarantine.isHeldBy(lane));
    }
    List<PendingEvent> leased = lane.waiting().stream().filter(PendingEvent::leased).toList();
    if (leased.isEmpty()) {
      return drop(lane);
    }
    lane.awaiting(true);
    return new Step.Release(lane, leased);
  }

  private @Nullable Step resume(Lane lane, ClaimedRun run) {
    if (run.resumeAt() > now) {
      timers.add(new Timer(run.resumeAt(), lane));
      return null;
    }
    run.activate(true);
    active.add(lane);
    return new Step.Handle(lane, run);
  }

  private Step release(Lane lane, ClaimedRun run) {
    lane.awaiting(true);
    return new Step.Release(lane, run.rest());
  }

  private @Nullable Step drop(Lane lane) {
    if (closing) {
      lane.unsettled().stream()
          .filter(PendingEvent::isBetweenAttempts)
          .forEach(entry -> attempts.put(entry.offset(), entry.attempts()));
    }
    quarantine.leave(lane);
    gaps.close(lane);
    lanes.remove(lane.name(), lane);
    return null;
  }

  /** Nothing of the lane is claimed. */
  private @Nullable Step start(Lane lane) {
    if (quarantine.isAwaitedBy(lane)) {
      return null;
    }
    if (lane.blockedUntil() > now) {
      timers.add(new Timer(lane.blockedUntil(), lane));
      return null;
    }
    for (PendingEvent passed = lane.pollPassed(); passed != null; passed = lane.pollPassed()) {
      finished.accept(passed);
    }
    PendingEvent placeHolder = lane.passablePlaceHolder();
    if (placeHolder != null) {
      return jump(lane, placeHolder.seq(), placeHolder.seq() + 1);
    }
    List<PendingEvent> runnable = lane.pollRunnable(settings.maxSeqJump());
    if (!runnable.isEmpty()) {
      standsNoMore(lane);
      lane.awaiting(true);
      return new Step.Claim(lane, runnable, quarantine.isHeldBy(lane));
    }
    return lane.isEmpty() ? drop(lane) : waitForMissing(lane);
  }

  private @Nullable Step waitForMissing(Lane lane) {
    NextSeq next = lane.next();
    PendingEvent lowest = lane.lowest();
    if (next == null || lowest == null) {
      throw new IllegalStateException("a lane with nothing to run must wait for a known seq");
    }
    if (gaps.open(lane)) {
      return jump(lane, next.value(), lowest.seq());
    }
    if (lane.isTimeToLook(now, at -> timers.add(new Timer(at, lane))) && !lowest.placeHolder()) {
      lane.awaiting(true);
      return new Step.Claim(lane, List.of(lane.removeLowest()), quarantine.isHeldBy(lane));
    }
    return null;
  }

  private void standsNoMore(Lane lane) {
    gaps.close(lane);
    lane.lookNoMore();
  }

  private Step jump(Lane lane, long from, long to) {
    standsNoMore(lane);
    lane.awaiting(true);
    return new Step.Jump(lane, from, to);
  }

  /** Redis said of each entry what it is. */
  public void claimed(Step.Claim claim, List<ClaimCode> codes, NextSeq next) {
    Lane lane = claim.lane();
    lane.awaiting(false);
    lane.unanswered(null);
    ClaimCode first = codes.getFirst();
    noteHold(lane, first == ClaimCode.BUSY || first == ClaimCode.SUSPECT);
    expect(lane, next);
    List<PendingEvent> mine = new ArrayList<>(claim.entries().size());
    for (int i = 0; i < claim.entries().size(); i++) {
      if (judge(lane, claim.entries().get(i), codes.get(i), i == 0)) {
        mine.add(claim.entries().get(i));
      }
    }
    if (!mine.isEmpty()) {
      standsNoMore(lane);
      ClaimedRun run = new ClaimedRun(mine);
      if (closing) {
        run.cancel();
      }
      lane.run(run);
      passDecided(run);
    } else if (first != ClaimCode.SUSPECT) {
      quarantine.leave(lane);
    }
    wake(lane);
  }

  private void noteHold(Lane lane, boolean held) {
    if (held) {
      lane.held(now);
    } else {
      lane.heldNoMore();
    }
  }

  private void expect(Lane lane, NextSeq next) {
    if (lane.expect(next)) {
      gaps.restart(lane);
    }
  }

  /** True if the entry is part of the run. */
  private boolean judge(Lane lane, PendingEvent entry, ClaimCode code, boolean first) {
    switch (code) {
      case LEASED -> {
        entry.becomeLeased();
        entry.takesItsPlace();
        return true;
      }
      case CRASH_LOOP -> {
        entry.becomeLeased();
        entry.fails(Failure.CRASH_LOOP, true);
        return true;
      }
      case LATE -> {
        entry.isLate();
        return true;
      }
      case TOO_FAR -> {
        entry.fails(Failure.SEQ_TOO_FAR_AHEAD, false);
        return true;
      }
      case FINAL -> finished.accept(entry);
      case FINAL_ELSEWHERE -> passElsewhere(lane, entry);
      case EARLY, UNCLAIMED -> lane.add(entry);
      case BUSY -> {
        lane.add(entry);
        if (first) {
          lane.blockUntil(now + OrderSettings.BUSY_WAIT.toNanos());
        }
      }
      case SUSPECT -> {
        lane.add(entry);
        quarantine.enter(lane);
      }
    }
    return false;
  }

  private void passElsewhere(Lane lane, PendingEvent entry) {
    NextSeq next = lane.next();
    if (entry.hasSeq() && next != null && entry.seq() >= next.value()) {
      entry.becomePlaceHolder();
      lane.add(entry);
    } else {
      finished.accept(entry);
    }
  }

  /** The handler's thread has stopped: all have their verdict, or the run says when to go on. */
  public void handled(Step.Handle handle) {
    handle.run().activate(false);
    active.remove(handle.lane());
    handle.lane().heldNoMore();
    wake(handle.lane());
  }

  /** A run begins with events that need no handler. */
  private static void passDecided(ClaimedRun run) {
    while (run.handled() < run.size() && run.entry(run.handled()).verdict() != null) {
      run.advance();
    }
  }

  /** Redis said of each entry what became of it. */
  public void settled(Step.Settle settle, List<SettleCode> codes, NextSeq next) {
    Lane lane = settle.lane();
    ClaimedRun run = run(lane);
    expect(lane, next);
    int arrived = 0;
    while (arrived < codes.size() && isFinal(codes.get(arrived))) {
      PendingEvent entry = settle.entries().get(arrived);
      if (codes.get(arrived) == SettleCode.FINAL_ELSEWHERE) {
        passElsewhere(lane, entry);
      } else {
        finished.accept(entry);
      }
      arrived++;
    }
    run.settledBy(arrived);
    noteHold(lane, arrived < codes.size() && codes.get(arrived) == SettleCode.BUSY);
    if (arrived < codes.size()) {
      run.breakOff();
      if (codes.get(arrived) == SettleCode.BUSY) {
        lane.blockUntil(now + OrderSettings.BUSY_WAIT.toNanos());
      }
    }
    wake(lane);
  }

  private static boolean isFinal(SettleCode code) {
    return switch (code) {
      case SETTLED, FINAL, FINAL_ELSEWHERE -> true;
      case MOVED, BUSY, UNSETTLED -> false;
    };
  }

  /** Redis passed the places, or said that the order had moved. */
  public void jumped(Step.Jump jump, NextSeq next) {
    jump.lane().awaiting(false);
    jump.lane().heldNoMore();
    expect(jump.lane(), next);
    wake(jump.lane());
  }

  /** The leases are gone. */
  public void released(Step.Release release) {
    release.lane().awaiting(false);
    drop(release.lane());
  }

  /** The answer did not come, or was no answer to the step: it is to be taken again. */
  public void unanswered(Step step) {
    Lane lane = step.lane();
    switch (step) {
      case Step.Claim claim -> {
        lane.awaiting(false);
        lane.unanswered(claim.entries());
      }
      case Step.Settle settle -> run(lane).settledBy(0);
      case Step.Jump jump -> lane.awaiting(false);
      case Step.Release release -> lane.awaiting(false);
      case Step.Handle handle -> handled(handle);
    }
    lane.held(now);
    wake(lane);
  }

  private static ClaimedRun run(Lane lane) {
    ClaimedRun run = lane.run();
    if (run == null) {
      throw new IllegalStateException("no run to settle in lane " + lane.name());
    }
    return run;
  }

  /** What is leased, or may be. */
  public List<Step.Claim> leased() {
    return leased(run -> true);
  }

  /**
   * Leases to be renewed: of what was leased already when this was asked the time before, and of
   * what may be, since its claim was not answered. Nearly all others are final long before their
   * leases end.
   */
  public List<Step.Claim> renewals() {
    return leased(ClaimedRun::countRenewal);
  }

  private List<Step.Claim> leased(Predicate<ClaimedRun> wanted) {
    List<Step.Claim> all = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      ClaimedRun run = lane.run();
      List<PendingEvent> unanswered = lane.unanswered();
      if (unanswered != null) {
        all.add(new Step.Claim(lane, unanswered, true));
      } else if (run != null && !run.isDone() && wanted.test(run)) {
        all.add(new Step.Claim(lane, List.copyOf(run.rest()), true));
      }
    }
    return all;
  }

  /** Ends the waits that are over. Call on a tick. */
  public void endGaps(boolean outOfRoom) {
    gaps.due().forEach(this::wake);
    if (outOfRoom && onlyGaps()) {
      Lane first = gaps.endFirst(longHeld());
      if (first != null) {
        wake(first);
      }
    }
  }

  /** How many users wait for the next attempt of an event. */
  public int waitingForRetry() {
    int count = 0;
    for (Lane lane : lanes.values()) {
      ClaimedRun run = lane.run();
      count += run != null && !run.active() && run.resumeAt() > now ? 1 : 0;
    }
    return count;
  }

  /** How many users have something here. */
  public int count() {
    return lanes.size();
  }
}
