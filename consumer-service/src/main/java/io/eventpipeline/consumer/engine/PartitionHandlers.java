package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.handle.HandlerRun;
import io.eventpipeline.consumer.handle.HandlerRunner;
import io.eventpipeline.consumer.handle.HandlerWatch;
import io.eventpipeline.consumer.order.EmissionBudget;
import io.eventpipeline.consumer.order.HandlerMemory;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.runtime.kafka.CommitNote;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The handler runs of one partition: those under way, and what is remembered of earlier ones when
 * their records are read again. Event loop only.
 */
final class PartitionHandlers {
  private final HandlerRunner runner;
  private final HandlerWatch watch;
  private final EventLoop loop;
  private final Map<Step.Handle, HandlerRun> running = new IdentityHashMap<>();
  private final HandlerMemory memory;

  /** Attempts that the last owner noted, of records that were not read since; by offset. */
  private final Map<Long, Integer> notedAttempts = new HashMap<>();

  PartitionHandlers(
      HandlerRunner runner, Partition partition, EmissionBudget budget, EventLoop loop) {
    this.memory = new HandlerMemory(budget);
    this.runner = runner;
    this.watch = runner.watch(partition.name().number());
    this.loop = loop;
    CommitNote note = partition.note();
    if (note != null) {
      notedAttempts.putAll(note.attempts());
    }
  }

  /**
   * Runs the handlers for a claimed run on a thread of its own.
   *
   * @param returned told on the event loop when the last handler has returned
   */
  void start(Step.Handle handle, Consumer<Step.Handle> returned) {
    running.put(
        handle,
        runner.start(
            handle.run(),
            watch,
            () ->
                loop.post(
                    () -> {
                      running.remove(handle);
                      returned.accept(handle);
                    })));
  }

  /**
   * Interrupts handlers over their timeout, and tells the lanes which handlers still do not return.
   *
   * @return how many do not
   */
  int interruptOverdue(long now, Lanes lanes) {
    int overdue = 0;
    for (Map.Entry<Step.Handle, HandlerRun> run : running.entrySet()) {
      boolean over = run.getValue().interruptIfOver(now);
      overdue += over ? 1 : 0;
      lanes.markOverdue(run.getKey(), over);
    }
    return overdue;
  }

  boolean isIdle() {
    return running.isEmpty();
  }

  /** True if {@code count} handlers run, and all of them wait for the process to end. */
  boolean areAllEndingTheProcess(int count) {
    return !running.isEmpty()
        && running.size() == count
        && running.values().stream().allMatch(HandlerRun::isEndingTheProcess);
  }

  /** Remembers the result of an event that became final. */
  void remember(PendingEvent event) {
    memory.remember(event);
  }

  /** Gives an event what its handler did when its record was read before, by us or others. */
  void recall(PendingEvent event) {
    memory.recall(event);
    Integer attempts = notedAttempts.remove(event.offset());
    if (attempts != null) {
      event.recall(attempts);
    }
  }

  void forgetBefore(long offset) {
    memory.forgetBefore(offset);
  }

  /** The partition goes, and others may use its part of the budget. */
  void forgetAll() {
    memory.forgetBefore(Long.MAX_VALUE);
  }

  void forgetNotedAttempts() {
    notedAttempts.clear();
  }

  /** Leaves to the next owner the attempts of the events that are not final. */
  void leaveAttempts(Lanes lanes, Partition partition) {
    notedAttempts.putAll(lanes.attempts());
    partition.setAttempts(notedAttempts);
  }
}
