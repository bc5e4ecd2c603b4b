package io.eventpipeline.consumer.handle;

import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.runtime.observe.EventMark;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls handlers on one thread, one at a time; another thread may interrupt them. The lock guards
 * against an interrupt that comes just after a handler has returned and would hit the next one.
 */
final class InterruptibleCall {
  private static final Logger LOG = LoggerFactory.getLogger(InterruptibleCall.class);

  /** Frames of a handler's stack that are logged, from the innermost. */
  private static final int LOGGED_FRAMES = 5;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread thread;
  private @Nullable Event event;
  private long startedAt;
  private boolean timedOut;

  /** What became of a call. */
  sealed interface Result {
    /** It returned in time. */
    record Returned(List<Emission> emissions) implements Result {}

    /** It threw this, or took too long. */
    record Threw(Throwable thrown) implements Result {}
  }

  /** Calls the handler. */
  Result run(EventHandler handler, Event event, Duration timeout) {
    start(event);
    Result result;
    try {
      result = new Result.Returned(handler.run(event));
    } catch (Throwable t) { // also an Error: one event's must not end the process of all
      result = new Result.Threw(t);
    }
    return end() ? new Result.Threw(new HandlerTimeout(timeout)) : result;
  }

  private void start(Event one) {
    lock.lock();
    try {
      thread = Thread.currentThread();
      event = one;
      startedAt = SystemTime.nanos();
      timedOut = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean end() {
    lock.lock();
    try {
      thread = null;
      event = null;
      boolean ignored = Thread.interrupted();
      return timedOut;
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts a handler over its timeout, once. True while such a one has not returned. */
  boolean interruptIfOver(long now, Duration timeout) {
    lock.lock();
    try {
      if (thread != null && !timedOut && now - startedAt > timeout.toNanos()) {
        timedOut = true;
        log(thread, event, timeout);
        thread.interrupt();
      }
      return thread != null && timedOut;
    } finally {
      lock.unlock();
    }
  }

  /** Logs before the interrupt, because a handler that ignores it may never return. */
  private static void log(Thread thread, @Nullable Event event, Duration timeout) {
    String where =
        Arrays.stream(thread.getStackTrace())
            .dropWhile(frame -> frame.getClassName().startsWith("java."))
            .limit(LOGGED_FRAMES)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    try (EventMark _ = EventMark.of(event == null ? null : event.id())) {
      LOG.atWarn()
          .addKeyValue(Field.USER_ID, event == null ? null : event.userId())
          .addKeyValue(Field.OUTCOME, "timeout")
          .addKeyValue(Field.DURATION_MS, timeout.toMillis())
          .log(
              "event {} of user {} takes longer than {} ms, its handler is interrupted at {}",
              event == null ? "?" : event.id(),
              event == null ? "?" : event.userId(),
              timeout.toMillis(),
              where);
    }
  }

  /** True if the handler itself ends the process, and so will never return. */
  boolean isEndingTheProcess() {
    lock.lock();
    try {
      if (thread == null) {
        return false;
      }
      for (StackTraceElement frame : thread.getStackTrace()) {
        if (frame.getClassName().equals("java.lang.Runtime")
            && frame.getMethodName().equals("exit")) {
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }
}
