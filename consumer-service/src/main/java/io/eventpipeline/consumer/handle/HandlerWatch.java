package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.runtime.observe.Meters;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of the handler runs of one partition: how long they take, of which event the lines
 * are that a handler logs, and spans if they are wanted. Threads: any; what is said of a run is
 * said on its own thread.
 */
public final class HandlerWatch {
  private final Meters<ConsumerMetric> meters;
  private final @Nullable HandlerSpans spans;
  private final int partition;
  private final String partitionText;

  /**
   * @param spans null if none are made
   */
  public HandlerWatch(Meters<ConsumerMetric> meters, @Nullable HandlerSpans spans, int partition) {
    this.meters = meters;
    this.spans = spans;
    this.partition = partition;
    this.partitionText = Integer.toString(partition);
  }

  /**
   * A handler is about to run, and the thread's log lines are of this event from now on.
   *
   * @return what is to be run for it
   */
  EventHandler begins(EventHandler handler, PendingEvent entry) {
    EventFields.begin(entry, partitionText, entry.attempts() + 1);
    return spans == null ? handler : spans.around(handler, entry, partition);
  }

  /** It has returned, or thrown. */
  void ends(long nanos) {
    meters.took(ConsumerMetric.HANDLER, nanos);
  }

  /** It is to be tried again. */
  void retried() {
    meters.count(ConsumerMetric.RETRIED);
  }

  /** It found something away, and is to be tried again. */
  void postponed() {
    meters.count(ConsumerMetric.POSTPONED);
  }

  /** The thread does something else. */
  void leaves() {
    EventFields.end();
  }
}
