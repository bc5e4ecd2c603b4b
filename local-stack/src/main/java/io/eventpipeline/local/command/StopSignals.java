package io.eventpipeline.local.command;

import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Handles Ctrl-C, SIGTERM and SIGHUP. The first signal interrupts the worker; a further one during
 * the stop kills everything. If the worker stops by itself, the first signal only says what the
 * next one does: who sent it could not know that the stop had begun. A shutdown hook cannot do
 * this: a JVM that is shutting down ignores further signals.
 */
public final class StopSignals {
  private enum State {
    WORKING,
    ASKED,
    /** No signal has come. */
    STOPPING_BY_ITSELF,
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

  /** Sends signals to the calling thread from now on. {@code hurry} runs on a thread of the JVM. */
  public static StopSignals listen(Runnable hurry) {
    StopSignals signals = new StopSignals(Thread.currentThread(), hurry);
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      SignalHandler before = Signal.handle(new Signal(name), signals::received);
      if (SignalHandler.SIG_IGN.equals(before)) {
        Signal.handle(new Signal(name), before); // nohup, or a background job: keep it ignored
      }
    }
    return signals;
  }

  private synchronized void received(Signal signal) {
    switch (state) {
      case WORKING -> {
        state = State.ASKED;
        worker.interrupt();
      }
      case STOPPING_BY_ITSELF -> {
        state = State.STOPPING;
        System.out.println("stopping already; press Ctrl-C again to kill everything at once");
      }
      case ASKED, STOPPING -> {
        hurried = signal;
        hurry.run();
      }
    }
  }

  /** Whether a signal came before {@link #startStopping}. */
  public synchronized boolean isAsked() {
    return state == State.ASKED;
  }

  /** Stops interrupting the worker. Called by the worker. */
  public synchronized void startStopping() {
    state = state == State.ASKED ? State.STOPPING : State.STOPPING_BY_ITSELF;
    boolean ignored = Thread.interrupted();
  }

  /** The exit status: 0 after an orderly stop, 128 + signal after a second signal. */
  public synchronized int status() {
    return hurried == null ? 0 : 128 + hurried.getNumber();
  }
}
