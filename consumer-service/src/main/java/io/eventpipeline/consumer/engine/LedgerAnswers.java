package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.ledger.Ownership;
import io.eventpipeline.consumer.ledger.ScriptResult;
import io.eventpipeline.consumer.order.Lanes;
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
 * Awaits Redis' answers to the batches of one partition. The steps of a batch without a good answer
 * go back to their lanes, which ask again. Event loop only.
 */
final class LedgerAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerAnswers.class);

  private final EventLoop loop;
  private final Lanes lanes;
  private final EventOutcomes outcomes;
  private final PartitionOwnership ownership;
  private final Set<StepBatch<?>> unanswered = new HashSet<>();
  private final OnceAMinute refusals = new OnceAMinute();
  private int size;
  private boolean closed;

  LedgerAnswers(EventLoop loop, Lanes lanes, EventOutcomes outcomes, PartitionOwnership ownership) {
    this.loop = loop;
    this.lanes = lanes;
    this.outcomes = outcomes;
    this.ownership = ownership;
  }

  /** The sum of the sizes of the unanswered batches. */
  int size() {
    return size;
  }

  /** Brings an answer to the event loop. */
  <T> void bring(CompletionStage<T> answer, Consumer<T> receiver) {
    answer.thenAccept(result -> loop.post(() -> receiver.accept(result)));
  }

  /**
   * Awaits the answer to a batch.
   *
   * @param given gets what the script returned, unless it was refused or lost
   */
  <T> void await(
      StepBatch<?> batch,
      Ownership ours,
      CompletionStage<ScriptResult<T>> answer,
      Consumer<T> given) {
    unanswered.add(batch);
    size += batch.size();
    bring(answer, result -> receive(batch, ours, result, given));
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
        ownership.hold(SystemTime.nanos());
      }
    }
  }

  /** Receives the answer to a take. */
  void receiveTake(ScriptResult<Ownership> result) {
    if (!ownership.endTake()) {
      return;
    }
    switch (result) {
      case ScriptResult.Given<Ownership>(Ownership ours) -> ownership.own(ours);
      case ScriptResult.Fenced<Ownership> impossible ->
          throw new IllegalStateException("take.lua never refuses an epoch: " + impossible);
      case ScriptResult.Refused<Ownership>(Throwable why) -> holdAfterRefusal(why);
      case ScriptResult.Missing<Ownership>() -> ownership.hold(SystemTime.nanos());
    }
  }

  /** A refusal concerns one user's keys; LedgerConnection logs a refusal of all calls. */
  private void holdAfterRefusal(Throwable why) {
    long now = SystemTime.nanos();
    if (refusals.mayTell(why.toString(), now)) {
      LOG.warn(
          "Redis refuses a script on {} because of one user's keys; see the error for the key."
              + " It is retried, other users do not wait: {}",
          ownership.partition().name(),
          why.toString());
    }
    ownership.hold(now);
  }

  /** False if the answer to the batch was not awaited any more. */
  private boolean awaitNoMore(StepBatch<?> batch) {
    batch.endWait();
    boolean awaited = unanswered.remove(batch);
    size -= awaited ? batch.size() : 0;
    return awaited;
  }

  /** The connection is gone: answers that have not come will not come. */
  void disconnect() {
    List<StepBatch<?>> batches = List.copyOf(unanswered);
    batches.forEach(this::awaitNoMore);
    batches.forEach(this::giveBackUnanswered);
  }

  /** Ignores all answers from now on. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  private void giveBack(StepBatch<?> batch) {
    batch.steps().forEach(lanes::markUnanswered);
  }

  /** Redis may still have carried out the batch. */
  private void giveBackUnanswered(StepBatch<?> batch) {
    outcomes.recordUnanswered(batch.steps());
    giveBack(batch);
  }
}
