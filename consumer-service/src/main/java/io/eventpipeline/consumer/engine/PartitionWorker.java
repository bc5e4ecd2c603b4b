package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.ledger.LedgerSettings;
import io.eventpipeline.consumer.ledger.Ownership;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.runtime.redis.RedisServerInfo;
import io.eventpipeline.runtime.time.SystemTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the steps that the lanes of one partition decide. It works while Redis is there and
 * counts us as the owner; until then events only queue up in their lanes. Event loop only.
 */
final class PartitionWorker {
  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
  private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** A new lease skips its first renewal round, so it is renewed before half of its lifetime. */
  private static final long RENEW_NANOS = LedgerSettings.LEASE.toNanos() / 4;

  private final Partition partition;
  private final Lanes lanes;
  private final PartitionOwnership ownership;
  private final LedgerCalls calls;
  private final PartitionHandlers handlers;
  private final UserWaits waits;
  private final Consumer<Step.Handle> handled = this::applyHandling;
  private boolean wasOpen;
  private boolean outOfRoom;
  private boolean closed;
  private @Nullable CompletableFuture<Void> finished;
  private long finishBy;
  private long lastSweep;
  private long lastCheck;
  private long lastRenewal = SystemTime.nanos();

  PartitionWorker(
      Lanes lanes,
      PartitionOwnership ownership,
      LedgerCalls calls,
      PartitionHandlers handlers,
      UserWaits waits) {
    this.partition = ownership.partition();
    this.lanes = lanes;
    this.ownership = ownership;
    this.calls = calls;
    this.handlers = handlers;
    this.waits = waits;
  }

  /**
   * The life of an event: Redis leases it to us, its handler runs, Redis stores its result. A lane
   * may also give up a gap (jump) or its leases (release). No call waits: steps gather until {@link
   * LedgerCalls#sendDue}; the answer, or that there is none, comes to the lane later, on this
   * thread.
   */
  private void carryOut(Step step, Ownership ours) {
    switch (step) {
      case Step.Claim claim -> calls.claim(claim, ours); // then lanes.applyClaim
      case Step.Handle handle -> handlers.start(handle, handled); // then lanes.applyHandling
      case Step.Settle settle -> calls.settle(settle, ours); // then lanes.applySettle
      case Step.Jump jump -> calls.jump(jump, ours); // then lanes.applyJump
      case Step.Release release -> calls.release(release, ours); // then lanes.applyRelease
    }
  }

  private void applyHandling(Step.Handle handle) {
    if (!closed) {
      lanes.applyHandling(handle);
    }
  }

  /** Does what is due at {@code now}. Called after each handful of messages. */
  void turn(long now) {
    if (closed) {
      return;
    }
    lanes.tick(now);
    if (wasOpen != ownership.isOpen()) {
      wasOpen = !wasOpen;
      lanes.restartHolds();
    }
    lookAround(now);
    if (now < ownership.holdUntil()) {
      calls.giveBackUnsent(); // one of these steps was refused: each is sent alone later
    } else if (ownership.current() instanceof Ownership ours) {
      carryOutAll(ours, now);
    }
    if (finished != null && (ownership.isLost() || isFinished() || now >= finishBy)) {
      abandon();
    }
  }

  private void carryOutAll(Ownership ours, long now) {
    calls.sendAlone(ownership.isAlone(now));
    for (Step step = nextStep(); step != null; step = nextStep()) {
      carryOut(step, ours);
    }
    calls.sendDue(ours, finished != null);
  }

  private @Nullable Step nextStep() {
    return calls.hasRoom() ? lanes.next() : null;
  }

  private void lookAround(long now) {
    if (now - lastSweep >= SWEEP_NANOS) {
      lastSweep = now;
      lanes.settleHandled();
    }
    if (now - lastCheck >= CHECK_NANOS) {
      lastCheck = now;
      check(now);
    }
  }

  /** Looks, ten times a second, at what needs no immediate answer. */
  private void check(long now) {
    partition.wantEnd(lanes.gaps().count() > 0);
    handlers.forgetBefore(partition.readAgainFrom());
    waits.look(now, handlers.interruptOverdue(now, lanes));
    if (ownership.shouldTake(now)) {
      calls.take();
    }
    if (ownership.isOpen() && !ownership.isRewinding()) {
      lanes.endGaps(outOfRoom);
    }
    Ownership ours = ownership.current();
    if (ours != null && now - lastRenewal >= RENEW_NANOS) {
      lastRenewal = now;
      calls.renewLeases(ours);
    }
  }

  /** Redis is there. */
  void connect(RedisServerInfo server) {
    ownership.connect(server);
    calls.take();
  }

  /** Redis is gone, and its missing answers with it. */
  void disconnect() {
    ownership.disconnect();
    calls.disconnect();
  }

  /**
   * Sets who is paused, in place of what was set before. Nothing is claimed before the first call.
   */
  void setPaused(Map<String, Long> until) {
    lanes.pauses().set(until);
    ownership.setPausesKnown();
  }

  /** The group counts us as the owner of the partition. */
  void take() {
    calls.take();
  }

  /** Adds records in their order. A partition that leaves ignores them: the next owner reads on. */
  void add(List<PendingEvent> events) {
    if (finished != null || closed) {
      return;
    }
    for (PendingEvent event : events) {
      handlers.recall(event);
      lanes.add(event);
    }
    if (!events.isEmpty()) {
      lanes.gaps().advanceLogTime(events.getLast().logTime());
    }
  }

  void forgetNotedAttempts() {
    handlers.forgetNotedAttempts();
  }

  /**
   * @param full true while the partition is paused because too much of it is not final
   */
  void setOutOfRoom(boolean full) {
    outOfRoom = full;
  }

  /** All records are here that the partition had at {@code nanos}, on the event loop's clock. */
  void reachEnd(long nanos) {
    lanes.gaps().reachEnd(nanos);
  }

  /** The records added from now on were read before. */
  void rewind() {
    ownership.endRewind();
    lanes.gaps().rewind();
  }

  /**
   * Starts no more handlers, settles what was handled, then lets the partition go.
   *
   * @param by when to let go in any case, on the event loop's clock
   */
  void finish(CompletableFuture<Void> done, long by) {
    if (finished != null) {
      finished.thenRun(() -> done.complete(null));
      return;
    }
    finished = done;
    finishBy = by;
    ownership.startEnding();
    lanes.close();
  }

  private boolean isFinished() {
    return lanes.isEmpty()
        || (!ownership.isOpen() && handlers.isIdle() && !lanes.hasLeases())
        || handlers.areAllEndingTheProcess(lanes.count());
  }

  /** Lets the partition go at once: another process owns it, or will. */
  void abandon() {
    lanes.abandon();
    handlers.forgetAll();
    calls.close();
    closed = true;
    if (finished != null) {
      handlers.leaveAttempts(lanes, partition);
      finished.complete(null);
    }
  }

  boolean isClosed() {
    return closed;
  }

  boolean hasActive() {
    return lanes.hasActive();
  }

  /** When a lane wants its next turn, on the event loop's clock; {@code MAX_VALUE} if none does. */
  long nextTimer() {
    return ownership.isOpen() ? Math.max(lanes.nextTimer(), ownership.holdUntil()) : Long.MAX_VALUE;
  }

  /** As counted a second ago at most. Any thread. */
  WaitingUsers waiting() {
    return waits.counts();
  }
}
