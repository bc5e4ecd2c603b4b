package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.runtime.observe.Meters;
import org.jspecify.annotations.Nullable;

/**
 * Observes the handler runs of one partition: times them, marks a handler's log lines with its
 * event, and makes spans if traces are on. Each call comes on the thread of its handler.
 */
public final class HandlerWatch {
  private final Meters<ConsumerMetric> meters;
  private final @Nullable HandlerSpans spans;
  private final int partition;
  private final String partitionText;

  /**
   * @param spans null if traces are off
   */
  public HandlerWatch(Meters<ConsumerMetric> meters, @Nullable HandlerSpans spans, int partition) {
    this.meters = meters;
    this.spans = spans;
    this.partition = partition;
    this.partitionText = Integer.toString(partition);
  }

  /**
   * Marks the thread's log lines with this event.
   *
   * @return the handler to run, which makes a span if traces are on
   */
  EventHandler begin(EventHandler handler, PendingEvent event) {
    EventLogFields.begin(event, partitionText, event.attempts() + 1);
    return spans == null ? handler : spans.around(handler, event, partition);
  }

  /** The handler has returned, or thrown. */
  void end(long nanos) {
    meters.record(ConsumerMetric.HANDLER, nanos);
  }

  void countRetry() {
    meters.count(ConsumerMetric.RETRIED);
  }

  void countPostponement() {
    meters.count(ConsumerMetric.POSTPONED);
  }

  /** The thread's log lines belong to no event any more. */
  void leave() {
    EventLogFields.end();
  }
}
