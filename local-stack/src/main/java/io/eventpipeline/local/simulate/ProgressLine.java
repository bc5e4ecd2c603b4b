package io.eventpipeline.local.simulate;

import java.io.Console;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Prints how far a run is until it is closed: a line that is rewritten on a terminal, else a line
 * every few seconds.
 */
final class ProgressLine implements AutoCloseable {
  private static final int ON_TERMINAL_MS = 500;
  private static final int ELSEWHERE_MS = 5_000;
  private static final String REWRITE = "\r\033[K";

  private final Supplier<String> text;
  private final boolean isTerminal = isTerminal();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  /**
   * @param text called by a thread of its own
   */
  ProgressLine(Supplier<String> text) {
    this.text = text;
    int every = isTerminal ? ON_TERMINAL_MS : ELSEWHERE_MS;
    clock.scheduleWithFixedDelay(this::print, every, every, TimeUnit.MILLISECONDS);
  }

  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private synchronized void print() {
    if (isTerminal) {
      System.out.print(REWRITE + text.get());
      System.out.flush();
    } else {
      System.out.println(text.get());
    }
  }

  /** Prints it for the last time. */
  @Override
  public void close() {
    clock.shutdownNow();
    print();
    if (isTerminal) {
      System.out.println();
    }
  }
}
