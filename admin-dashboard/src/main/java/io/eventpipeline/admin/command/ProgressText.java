package io.eventpipeline.admin.command;

import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.function.Supplier;

/** Shows progress on stderr twice a second, on one line if that is a terminal. Threads: any. */
final class ProgressText {
  private static final long EVERY = Duration.ofMillis(500).toNanos();
  private static final int WIDTH = 110;

  private final boolean terminal = System.console() != null && System.console().isTerminal();
  private long due = SystemTime.nanos() + EVERY;
  private boolean shown;

  void show(String text) {
    showIfDue(() -> text);
  }

  /**
   * Shows a text if half a second has passed since the last one.
   *
   * @param text asked for only then
   */
  synchronized void showIfDue(Supplier<String> text) {
    if (SystemTime.nanos() - due < 0) {
      return;
    }
    due = SystemTime.nanos() + EVERY;
    shown = true;
    String line = text.get();
    System.err.print(terminal ? "\r" + padded(line) : line + System.lineSeparator());
  }

  /** Ends the line. */
  synchronized void end() {
    if (shown && terminal) {
      System.err.print("\r" + padded("") + "\r");
    }
    shown = false;
  }

  private static String padded(String line) {
    return line + " ".repeat(Math.max(0, WIDTH - line.length()));
  }
}
