package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.handle.HandlerRunner;
import io.eventpipeline.consumer.ledger.RedisLedger;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.EmissionBudget;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.order.Quarantine;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.window.WindowSettings;
import jakarta.inject.Singleton;

/** Makes the workers of all partitions. They share one quarantine. */
@Singleton
public final class WorkerFactory {
  private final OrderSettings order;
  private final RedisLedger ledger;
  private final HandlerRunner runner;
  private final EmissionBudget budget;
  private final WindowSettings window;
  private final OperatorLink operators;
  private final Meters<ConsumerMetric> meters;
  private final Quarantine quarantine = new Quarantine();

  public WorkerFactory(
      OrderSettings order,
      RedisLedger ledger,
      HandlerRunner runner,
      EmissionBudget budget,
      WindowSettings window,
      OperatorLink operators,
      Meters<ConsumerMetric> meters) {
    this.order = order;
    this.ledger = ledger;
    this.runner = runner;
    this.budget = budget;
    this.window = window;
    this.operators = operators;
    this.meters = meters;
  }

  PartitionWorker create(Partition partition, EventLoop loop) {
    PartitionHandlers handlers = new PartitionHandlers(runner, partition, budget, loop);
    Lanes lanes =
        new Lanes(
            order,
            quarantine,
            event -> {
              handlers.remember(event);
              partition.watermark().finish(event.offset(), event.size());
            });
    PartitionOwnership ownership = new PartitionOwnership(partition, ledger);
    EventOutcomes outcomes =
        new EventOutcomes(meters, partition.name().number(), window.countedSeconds());
    LedgerAnswers answers = new LedgerAnswers(loop, lanes, outcomes, ownership);
    LedgerCalls calls = new LedgerCalls(ledger, lanes, outcomes, ownership, answers);
    WaitBoard board =
        new WaitBoard(lanes, operators.view(), runner.maxAttempts(), answers, ownership);
    UserWaits waits = new UserWaits(lanes, partition, operators.pauses(), board);
    return new PartitionWorker(lanes, ownership, calls, handlers, waits);
  }
}
