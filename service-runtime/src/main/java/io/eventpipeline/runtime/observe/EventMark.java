package io.eventpipeline.runtime.observe;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Marks the log lines of this thread with the event that they are about, until it is closed. All
 * services log the id of an event through it. For one thread.
 */
public final class EventMark implements AutoCloseable {
  private final @Nullable String outer;

  private EventMark(@Nullable String outer) {
    this.outer = outer;
  }

  /**
   * Marks the lines from now on.
   *
   * @param eventId null if the event has no legal id: then the lines have no mark
   */
  public static EventMark of(@Nullable String eventId) {
    EventMark mark = new EventMark(MDC.get(Field.EVENT_ID));
    set(eventId);
    return mark;
  }

  /**
   * Marks the lines until the thread's fields are cleared.
   *
   * @param eventId null removes the mark
   */
  public static void set(@Nullable String eventId) {
    if (eventId == null) {
      MDC.remove(Field.EVENT_ID);
    } else {
      MDC.put(Field.EVENT_ID, eventId);
    }
  }

  /** Marks the lines as before. */
  @Override
  public void close() {
    set(outer);
  }
}
