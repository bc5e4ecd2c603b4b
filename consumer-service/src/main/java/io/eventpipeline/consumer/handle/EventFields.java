package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.TraceParent;
import io.eventpipeline.runtime.observe.Field;
import org.slf4j.MDC;

/** Says in the fields of a thread's log lines which event they are of. Threads: any. */
public final class EventFields {
  private EventFields() {}

  /**
   * The thread's lines are of this event from now on, and of none before it.
   *
   * @param attempt as the lines are to show it
   */
  public static void begin(PendingEvent entry, String partition, int attempt) {
    MDC.clear();
    MDC.put(Field.EVENT_ID, entry.id());
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

  /** The thread's lines are of no event any more. */
  public static void end() {
    MDC.clear();
  }
}
