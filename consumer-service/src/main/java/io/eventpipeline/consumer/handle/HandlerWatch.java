package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.observe.Metric;
import io.eventpipeline.consumer.order.Entry;
import io.eventpipeline.contract.Event;
import io.eventpipeline.observe.Field;
import io.eventpipeline.observe.Meters;
import java.util.Map;
import org.slf4j.MDC;

/**
 * What is shown of the handler runs of one partition: how long they take, and on every line that a
 * handler logs, of which event it is. Threads: any; a run's calls come on its own.
 */
public final class HandlerWatch {
  private final Meters<Metric> meters;
  private final String partition;

  public HandlerWatch(Meters<Metric> meters, int partition) {
    this.meters = meters;
    this.partition = Integer.toString(partition);
  }

  /** A handler is about to run, and the thread's log lines are of this event from now on. */
  void begins(Entry entry, Event event) {
    MDC.setContextMap(
        Map.of(
            Field.EVENT_ID, event.id(),
            Field.USER_ID, event.userId(),
            Field.PARTITION, partition,
            Field.OFFSET, Long.toString(entry.offset()),
            Field.ATTEMPT, Integer.toString(entry.attempts() + 1)));
  }

  /** It has returned. */
  void ends(long nanos) {
    meters.took(Metric.HANDLER, nanos);
  }

  /** It is to be tried again. */
  void retried() {
    meters.count(Metric.RETRIED);
  }

  /** It found something away, and is to be tried again. */
  void postponed() {
    meters.count(Metric.POSTPONED);
  }

  /** The thread does something else. */
  void leaves() {
    MDC.clear();
  }
}
