package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.KeySpace;
import io.eventpipeline.runtime.redis.KeySpaces;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Redis every 5 s how many dead letters there are, for a gauge; NaN before it answers. */
@Context
final class DeadLetterCount {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCount.class);

  private final LedgerConnection connection;
  private final List<String> lists;
  private volatile double count = Double.NaN;

  DeadLetterCount(LedgerConnection connection, KeySpaces spaces, Meters<ConsumerMetric> meters) {
    this.connection = connection;
    lists = spaces.all().stream().map(KeySpace::dlqList).toList();
    meters.gauge(ConsumerMetric.DEAD_LETTERS, this, one -> one.count);
  }

  @Scheduled(fixedDelay = "5s", initialDelay = "1s")
  void ask() {
    CompletionStage<Double> sum = CompletableFuture.completedFuture(0.0);
    for (String list : lists) {
      var length = connection.run(Script.COUNT_DEAD, new String[] {list}, new String[0]);
      sum = sum.thenCombine(length, (before, reply) -> before + read(reply));
    }
    var ignored =
        sum.whenComplete(
            (total, error) -> {
              if (error == null) {
                count = total;
              } else {
                LOG.debug("Redis did not count the dead letters: {}", error.toString());
              }
            });
    connection.flush();
  }

  private static double read(List<Object> reply) {
    return Double.parseDouble((String) reply.get(1));
  }
}
