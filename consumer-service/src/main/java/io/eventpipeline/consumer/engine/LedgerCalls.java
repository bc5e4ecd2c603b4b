package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.ledger.Claimed;
import io.eventpipeline.consumer.ledger.Ownership;
import io.eventpipeline.consumer.ledger.RedisLedger;
import io.eventpipeline.consumer.ledger.ScriptResult;
import io.eventpipeline.consumer.ledger.Settled;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.time.SystemTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls to Redis of one partition: sends the steps of its lanes in batches, and gives each step
 * its answer. A step without an answer goes back to its lane, which asks again. The event loop
 * flushes the connection after each turn. Event loop only.
 */
final class LedgerCalls {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerCalls.class);

  /**
   * The size of all unanswered steps at which a partition waits. Redis stays busy, and the last
   * answer still comes within milliseconds, however many users there are.
   */
  private static final int MOST_UNANSWERED = 1000;

  private final RedisLedger ledger;
  private final EventLoop loop;
  private final Lanes lanes;
  private final EventOutcomes outcomes;
  private final PartitionOwnership ownership;
  private final StepBatcher<Step.Claim> claims = new StepBatcher<>();
  private final StepBatcher<Step.Settle> settles = new StepBatcher<>();
  private final Set<StepBatch<?>> unanswered = new HashSet<>();
  private final OnceAMinute refusals = new OnceAMinute();
  private int unansweredSize;
  private boolean alone;
  private boolean closed;

  LedgerCalls(
      RedisLedger ledger,
      EventLoop loop,
      Lanes lanes,
      EventOutcomes outcomes,
      PartitionOwnership ownership) {
    this.ledger = ledger;
    this.loop = loop;
    this.lanes = lanes;
    this.outcomes = outcomes;
    this.ownership = ownership;
  }

  boolean hasRoom() {
    return unansweredSize + claims.size() + settles.size() < MOST_UNANSWERED;
  }

  /**
   * @param on true if each step is to go in a script of its own from now on
   */
  void sendAlone(boolean on) {
    alone = on;
  }

  /** Leases the events of a lane. A quarantined claim never shares its script. */
  void claim(Step.Claim claim, Ownership ours) {
    if (claim.quarantined()) {
      sendClaims(ours);
    }
    claims.add(claim);
    if (alone || claim.quarantined() || claims.isFull()) {
      sendClaims(ours);
    }
  }

  private void sendClaims(Ownership ours) {
    if (!claims.isEmpty()) {
      StepBatch<Step.Claim> batch = claims.take();
      boolean quarantined = batch.steps().getFirst().quarantined();
      send(
          batch,
          ours,
          ledger.claim(ours, batch.map(Step.Claim::entries), quarantined),
          results -> batch.forEach(results, this::claimed));
    }
  }

  private void claimed(Step.Claim claim, Claimed result) {
    outcomes.recordClaimed(claim.entries(), result.codes());
    lanes.claimed(claim, result.codes(), result.next());
  }

  /** Makes the verdicts of handled events final. */
  void settle(Step.Settle settle, Ownership ours) {
    settles.add(settle);
    if (alone || settles.isFull()) {
      sendSettles(ours);
    }
  }

  private void sendSettles(Ownership ours) {
    if (!settles.isEmpty()) {
      StepBatch<Step.Settle> batch = settles.take();
      send(
          batch,
          ours,
          ledger.settle(ours, batch.map(Step.Settle::entries)),
          results -> batch.forEach(results, this::settled));
    }
  }

  private void settled(Step.Settle settle, Settled result) {
    outcomes.recordSettled(settle.entries(), result.codes());
    lanes.settled(settle, result.codes(), result.next());
  }

  /** Gives up a gap in a user's order. */
  void jump(Step.Jump jump, Ownership ours) {
    send(
        new StepBatch<>(jump),
        ours,
        ledger.jump(ours, jump.lane().name(), jump.from(), jump.to()),
        next -> lanes.jumped(jump, next));
  }

  /** Lets go of leases on events that will not be settled here. */
  void release(Step.Release release, Ownership ours) {
    send(
        new StepBatch<>(release),
        ours,
        ledger.release(ours, release.entries()),
        released -> lanes.released(release));
  }

  /**
   * Sends the collected batches that have nothing to wait for.
   *
   * @param urgent true to send all of them
   */
  void sendDue(Ownership ours, boolean urgent) {
    if (urgent || alone || claims.isDue()) {
      sendClaims(ours);
    }
    if (urgent || alone || settles.isDue()) {
      sendSettles(ours);
    }
  }

  /** Renews the leases of events that are not settled yet. */
  void renewLeases(Ownership ours) {
    StepBatch<Step.Claim> batch = new StepBatch<>();
    for (Step.Claim leased : lanes.renewals()) {
      batch.add(leased);
      if (batch.size() >= StepBatcher.FULL) {
        renew(batch, ours);
        batch = new StepBatch<>();
      }
    }
    renew(batch, ours);
  }

  private void renew(StepBatch<Step.Claim> batch, Ownership ours) {
    if (!batch.steps().isEmpty()) {
      ledger
          .claim(ours, batch.map(Step.Claim::entries), true)
          .thenAccept(
              result -> {
                if (result instanceof ScriptResult.Fenced<?>(String stored)) {
                  loop.post(() -> ownership.fence(ours, stored));
                }
              });
    }
  }

  /** Makes us the owner of the partition, unless we are or have asked already. */
  void take() {
    if (!closed && ownership.beginTake()) {
      Partition partition = ownership.partition();
      ledger
          .take(partition.name().topic(), partition.name().number(), partition.topicId())
          .thenAccept(result -> loop.post(() -> taken(result)));
    }
  }

  private void taken(ScriptResult<Ownership> result) {
    if (!ownership.endTake()) {
      return;
    }
    switch (result) {
      case ScriptResult.Given<Ownership>(Ownership ours) -> ownership.own(ours);
      case ScriptResult.Fenced<Ownership> impossible ->
          throw new IllegalStateException("take.lua never refuses an epoch: " + impossible);
      case ScriptResult.Refused<Ownership>(Throwable why) -> holdAfterRefusal(why);
      case ScriptResult.Missing<Ownership>() -> hold();
    }
  }

  private <T> void send(
      StepBatch<?> batch,
      Ownership ours,
      CompletionStage<ScriptResult<T>> answer,
      Consumer<T> given) {
    unanswered.add(batch);
    unansweredSize += batch.size();
    answer.thenAccept(result -> loop.post(() -> receive(batch, ours, result, given)));
  }

  private <T> void receive(
      StepBatch<?> batch, Ownership ours, ScriptResult<T> result, Consumer<T> given) {
    if (!awaitNoMore(batch) || closed) {
      return;
    }
    switch (result) {
      case ScriptResult.Given<T>(T value) -> given.accept(value);
      case ScriptResult.Fenced<T>(String stored) -> {
        giveBack(batch);
        ownership.fence(ours, stored);
      }
      case ScriptResult.Refused<T>(Throwable why) -> {
        giveBackUnanswered(batch);
        holdAfterRefusal(why);
      }
      case ScriptResult.Missing<T>() -> {
        giveBackUnanswered(batch);
        hold();
      }
    }
  }

  /** False if the answer to the batch was not awaited any more. */
  private boolean awaitNoMore(StepBatch<?> batch) {
    claims.awaitNoMore(batch);
    settles.awaitNoMore(batch);
    boolean awaited = unanswered.remove(batch);
    unansweredSize -= awaited ? batch.size() : 0;
    return awaited;
  }

  /** The connection is gone: answers that have not come will not come. */
  void disconnect() {
    List<StepBatch<?>> batches = List.copyOf(unanswered);
    batches.forEach(this::awaitNoMore);
    batches.forEach(this::giveBackUnanswered);
    giveBackUnsent();
  }

  /** Ignores all answers from now on. */
  void close() {
    closed = true;
  }

  private void giveBack(StepBatch<?> batch) {
    batch.steps().forEach(lanes::unanswered);
  }

  /** Redis may have carried the batch out all the same. */
  private void giveBackUnanswered(StepBatch<?> batch) {
    outcomes.recordUnanswered(batch.steps());
    giveBack(batch);
  }

  private void giveBackUnsent() {
    giveBack(claims.takeBack());
    giveBack(settles.takeBack());
  }

  /** A refusal concerns one user's keys; of a refusal for everybody, the connection tells. */
  private void holdAfterRefusal(Throwable why) {
    if (refusals.mayTell(why.toString(), SystemTime.nanos())) {
      LOG.warn(
          "Redis refuses a script on {} because of one user's keys; see the error for the key."
              + " It is retried, other users do not wait: {}",
          ownership.partition().name(),
          why.toString());
    }
    hold();
  }

  /** Also gives back the unsent steps: Redis may refuse one of them, so they have to go alone. */
  private void hold() {
    giveBackUnsent();
    ownership.hold(SystemTime.nanos());
  }
}
