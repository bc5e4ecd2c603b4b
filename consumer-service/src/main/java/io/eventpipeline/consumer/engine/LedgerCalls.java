package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.ledger.Claimed;
import io.eventpipeline.consumer.ledger.Ownership;
import io.eventpipeline.consumer.ledger.RedisLedger;
import io.eventpipeline.consumer.ledger.ScriptResult;
import io.eventpipeline.consumer.ledger.Settled;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.Step;
import java.util.concurrent.CompletionStage;

/**
 * The calls to Redis of one partition: sends the steps of its lanes in batches, and tells the lanes
 * the result of each step. The event loop flushes the connection after each turn. Event loop only.
 */
final class LedgerCalls {
  /**
   * The size of all unanswered steps at which a partition waits. Redis stays busy, and the last
   * answer still comes within milliseconds, however many users there are.
   */
  private static final int MOST_UNANSWERED = 1000;

  private final RedisLedger ledger;
  private final Lanes lanes;
  private final EventOutcomes outcomes;
  private final PartitionOwnership ownership;
  private final LedgerAnswers answers;
  private final StepBatcher<Step.Claim> claims = new StepBatcher<>();
  private final StepBatcher<Step.Settle> settles = new StepBatcher<>();
  private boolean alone;

  LedgerCalls(
      RedisLedger ledger,
      Lanes lanes,
      EventOutcomes outcomes,
      PartitionOwnership ownership,
      LedgerAnswers answers) {
    this.ledger = ledger;
    this.lanes = lanes;
    this.outcomes = outcomes;
    this.ownership = ownership;
    this.answers = answers;
  }

  boolean hasRoom() {
    return answers.size() + claims.size() + settles.size() < MOST_UNANSWERED;
  }

  /**
   * @param on true if each step is to go in a script of its own from now on
   */
  void sendAlone(boolean on) {
    alone = on;
  }

  /** Leases the events of a lane. A quarantined claim and a replay never share their script. */
  void claim(Step.Claim claim, Ownership ours) {
    if (claim.isReplay()) {
      claimReplay(claim, ours);
      return;
    }
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
      answers.await(
          batch,
          ours,
          ledger.claim(ours, batch.map(Step.Claim::entries), quarantined),
          results -> batch.forEach(results, this::applyClaim));
    }
  }

  private void claimReplay(Step.Claim claim, Ownership ours) {
    answers.await(
        new StepBatch<>(claim),
        ours,
        ledger.claimReplay(ours, claim.entries().getFirst(), claim.quarantined()),
        result -> applyClaim(claim, result));
  }

  private void applyClaim(Step.Claim claim, Claimed result) {
    outcomes.recordClaimed(claim.entries(), result.codes());
    lanes.applyClaim(claim, result.codes(), result.next());
  }

  /** Makes the verdicts of handled events final. */
  void settle(Step.Settle settle, Ownership ours) {
    if (settle.isReplay()) {
      settleReplay(settle, ours);
      return;
    }
    settles.add(settle);
    if (alone || settles.isFull()) {
      sendSettles(ours);
    }
  }

  private void sendSettles(Ownership ours) {
    if (!settles.isEmpty()) {
      StepBatch<Step.Settle> batch = settles.take();
      answers.await(
          batch,
          ours,
          ledger.settle(ours, batch.map(Step.Settle::entries)),
          results -> batch.forEach(results, this::applySettle));
    }
  }

  private void settleReplay(Step.Settle settle, Ownership ours) {
    answers.await(
        new StepBatch<>(settle),
        ours,
        ledger.settleReplay(ours, settle.entries().getFirst()),
        result -> applySettle(settle, result));
  }

  private void applySettle(Step.Settle settle, Settled result) {
    outcomes.recordSettled(settle.entries(), result.codes());
    lanes.applySettle(settle, result.codes(), result.next());
  }

  /** Gives up a gap in a user's order. */
  void jump(Step.Jump jump, Ownership ours) {
    answers.await(
        new StepBatch<>(jump),
        ours,
        ledger.jump(ours, jump.lane().name(), jump.from(), jump.to()),
        next -> lanes.applyJump(jump, next));
  }

  /** Lets go of leases on events that will not be settled here. */
  void release(Step.Release release, Ownership ours) {
    answers.await(
        new StepBatch<>(release),
        ours,
        ledger.release(ours, release.entries()),
        released -> lanes.applyRelease(release));
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
      if (leased.isReplay()) { // claim.lua would find its failure, and the lease would end
        bringRenewal(ledger.claimReplay(ours, leased.entries().getFirst(), true), ours);
        continue;
      }
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
      bringRenewal(ledger.claim(ours, batch.map(Step.Claim::entries), true), ours);
    }
  }

  private <T> void bringRenewal(CompletionStage<ScriptResult<T>> answer, Ownership ours) {
    answers.bring(
        answer,
        result -> {
          if (result instanceof ScriptResult.Fenced<?>(String stored)) {
            ownership.fence(ours, stored);
          }
        });
  }

  /** Makes us the owner of the partition, unless we are or have asked already. */
  void take() {
    if (!answers.isClosed() && ownership.beginTake()) {
      PartitionName name = ownership.partition().name();
      answers.bring(
          ledger.take(name.topic(), name.number(), ownership.partition().topicId()),
          answers::receiveTake);
    }
  }

  /** The connection is gone, and missing answers with it. */
  void disconnect() {
    answers.disconnect();
    giveBackUnsent();
  }

  /** Gives the collected steps back to their lanes. */
  void giveBackUnsent() {
    claims.takeBack().steps().forEach(lanes::markUnanswered);
    settles.takeBack().steps().forEach(lanes::markUnanswered);
  }

  /** Ignores all answers from now on. */
  void close() {
    answers.close();
  }
}
