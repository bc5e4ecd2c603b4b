package io.eventpipeline.consumer.engine;

import io.eventpipeline.consumer.offset.Watermark;
import io.eventpipeline.consumer.order.OrderSettings;
import io.eventpipeline.consumer.order.PausedLoad;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Says when a pause has to end, because the partition could not go on for the other users. */
@Singleton
final class PauseBounds {
  /** A partition without room reads on once half of its bound is free. */
  private static final int HALF = 2;

  private final OrderSettings order;
  private final long maxLogSpan;

  /** A bound that was reached. */
  enum Bound {
    /** Paused users hold half of the partition's memory bound. */
    MEMORY("memory", "its events fill half of the memory that their partition may use"),
    /** The first event of a paused user is too far back. */
    LOG_SPAN("log_span", "its first event is pause.max-log-span offsets back");

    private final String tag;
    private final String meaning;

    Bound(String tag, String meaning) {
      this.tag = tag;
      this.meaning = meaning;
    }

    /** As metrics name it. */
    String tag() {
      return tag;
    }

    String meaning() {
      return meaning;
    }
  }

  PauseBounds(OrderSettings order, PauseSettings settings) {
    this.order = order;
    this.maxLogSpan = settings.maxLogSpan();
  }

  /** The bound that is reached, or null. */
  @Nullable Bound reached(PausedLoad load, Watermark watermark) {
    if (order.isReached(HALF, load.events(), load.bytes())) {
      return Bound.MEMORY;
    }
    boolean holdsBack = load.offset() <= watermark.committable(Long.MAX_VALUE);
    return holdsBack && watermark.span() >= maxLogSpan ? Bound.LOG_SPAN : null;
  }
}
