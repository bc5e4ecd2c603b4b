package io.eventpipeline.consumer.handle;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One handler run at a time, on one thread, which another thread may cut short. The lock guards
 * against an interrupt that comes when the handler has just returned and would hit the next one.
 */
final class Attempt {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread thread;
  private long startedAt;
  private boolean timedOut;

  /** Runs the handler. Gives what it threw, or null if it succeeded in time. */
  @Nullable Throwable run(EventHandler handler, Event event, Duration timeout) {
    start();
    Throwable thrown = null;
    try {
      handler.handle(event);
    } catch (Throwable t) { // also an Error: one event's must not end the process of all
      thrown = t;
    }
    return end() ? new HandlerTimeout(timeout) : thrown;
  }

  private void start() {
    lock.lock();
    try {
      thread = Thread.currentThread();
      startedAt = System.nanoTime();
      timedOut = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean end() {
    lock.lock();
    try {
      thread = null;
      boolean ignored = Thread.interrupted();
      return timedOut;
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts a handler that is over its time, once. True while such a one has not returned. */
  boolean interruptIfOver(long now, Duration timeout) {
    lock.lock();
    try {
      if (thread != null && !timedOut && now - startedAt > timeout.toNanos()) {
        timedOut = true;
        thread.interrupt();
      }
      return thread != null && timedOut;
    } finally {
      lock.unlock();
    }
  }

  /** True if the handler itself is ending the process, and so will never return. */
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
