package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.TraceParent;
import io.eventpipeline.runtime.observe.EventMark;
import io.eventpipeline.runtime.observe.Field;
import org.slf4j.MDC;

/** Marks a thread's log lines with the event that they are about. Threads: any. */
public final class EventLogFields {
  private EventLogFields() {}

  /**
   * Marks the thread's log lines with this event, and no other.
   *
   * @param attempt number of the attempt that the lines show
   */
  public static void begin(PendingEvent entry, String partition, int attempt) {
    MDC.clear();
    EventMark.set(entry.id());
    Event event = entry.event();
    if (event != null) {
      MDC.put(Field.USER_ID, event.userId());
    }
    MDC.put(Field.PARTITION, partition);
    MDC.put(Field.OFFSET, Long.toString(entry.offset()));
    MDC.put(Field.ATTEMPT, Integer.toString(attempt));
    TraceParent trace = entry.trace();
    if (trace != null) {
      MDC.put(Field.TRACE_ID, trace.traceId());
    }
  }

  /** Marks the thread's log lines with no event any more. */
  public static void end() {
    MDC.clear();
  }
}
