package io.eventpipeline.consumer.ledger;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.redis.RedisKeys;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.annotation.Scheduled;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how long the dead-letter queue is: asks Redis now and then, for the length alone, and never
 * on the way of an event. Shows what Redis said last; NaN before it said anything.
 */
@Context
final class DeadLetterCount {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCount.class);
  private static final String[] KEYS = {RedisKeys.DLQ_LIST};

  private final LedgerConnection link;
  private volatile double count = Double.NaN;

  DeadLetterCount(LedgerConnection link, Meters<ConsumerMetric> meters) {
    this.link = link;
    meters.gauge(ConsumerMetric.DEAD_LETTERS, this, one -> one.count);
  }

  @Scheduled(fixedDelay = "5s", initialDelay = "1s")
  void ask() {
    var ignored =
        link.run(Script.COUNT_DEAD, KEYS, new String[0])
            .whenComplete(
                (reply, error) -> {
                  if (error == null) {
                    count = read(reply);
                  } else {
                    LOG.debug("the dead letters were not counted: {}", error.toString());
                  }
                });
    link.flush();
  }

  private static double read(List<Object> reply) {
    return Double.parseDouble((String) reply.get(1));
  }
}
