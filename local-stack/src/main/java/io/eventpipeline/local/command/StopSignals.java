package io.eventpipeline.local.command;

import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C, SIGTERM and SIGHUP. The first one interrupts the thread that works; one that comes while
 * things are being stopped makes it quick. They are handled here and not in a shutdown hook,
 * because a JVM on its way out hears no second signal.
 */
final class StopSignals {
  private enum State {
    WORKING,
    ASKED,
    STOPPING
  }

  private final Thread worker;
  private final Runnable hurry;
  private State state = State.WORKING;
  private @Nullable Signal hurried;

  private StopSignals(Thread worker, Runnable hurry) {
    this.worker = worker;
    this.hurry = hurry;
  }

  /** From now on signals go to the calling thread; {@code hurry} runs on a thread of the JVM's. */
  static StopSignals listen(Runnable hurry) {
    StopSignals signals = new StopSignals(Thread.currentThread(), hurry);
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      SignalHandler before = Signal.handle(new Signal(name), signals::received);
      if (SignalHandler.SIG_IGN.equals(before)) {
        Signal.handle(new Signal(name), before); // nohup, or a shell's background job: leave it so
      }
    }
    return signals;
  }

  private synchronized void received(Signal signal) {
    if (state == State.WORKING) {
      state = State.ASKED;
      worker.interrupt();
    } else {
      hurried = signal;
      hurry.run();
    }
  }

  /** True if somebody asked for the end before {@link #stopping} was called. */
  synchronized boolean asked() {
    return state == State.ASKED;
  }

  /** From now on the worker is not interrupted any more. Called by the worker. */
  synchronized void stopping() {
    state = State.STOPPING;
    boolean ignored = Thread.interrupted();
  }

  /** The exit status after an end that was asked for: 0 if it was orderly. */
  synchronized int status() {
    return hurried == null ? 0 : 128 + hurried.getNumber();
  }
}
