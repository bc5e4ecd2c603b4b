package io.eventpipeline.runtime.time;

import java.util.concurrent.locks.LockSupport;

/**
 * The only type through which consumer and push worker read a clock or sleep. Code that decides by
 * time takes the time as a parameter instead. Threads: any.
 */
public final class SystemTime {
  private SystemTime() {}

  /** Nanoseconds of a clock that never goes back; only differences mean something. */
  public static long nanos() {
    return System.nanoTime();
  }

  /** Milliseconds since 1970 by the machine's clock, which an operator may set back. */
  public static long unixMillis() {
    return System.currentTimeMillis();
  }

  /** Sleeps for about {@code nanos}; less if the thread is interrupted; not at all if it is 0. */
  public static void sleep(long nanos) {
    LockSupport.parkNanos(nanos);
  }
}
