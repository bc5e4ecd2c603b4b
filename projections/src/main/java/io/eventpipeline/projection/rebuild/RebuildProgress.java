package io.eventpipeline.projection.rebuild;

import java.util.concurrent.TimeUnit;

/** Shows how far a rebuild is: a line that is rewritten, or a line now and then in a file. */
final class RebuildProgress {
  private static final int WIDTH = 30;

  private final long size;
  private final boolean rewrites = System.console() != null && System.console().isTerminal();
  private final long every = TimeUnit.MILLISECONDS.toNanos(rewrites ? 200 : 5000);
  private final long begun = System.nanoTime();
  private long shownAt = begun - every;
  private String last = "";
  private String shown = "";

  /**
   * @param size records to read
   */
  RebuildProgress(long size) {
    this.size = size;
  }

  void show(long position) {
    last = line(position);
    long now = System.nanoTime();
    if (now - shownAt >= every) {
      shownAt = now;
      print();
    }
  }

  /** Shows the last line unless it stands there, and leaves it. */
  void end() {
    if (!last.equals(shown)) {
      print();
    }
    if (rewrites) {
      System.out.println();
    }
  }

  private void print() {
    shown = last;
    System.out.print(rewrites ? "\r" + last : last + System.lineSeparator());
    System.out.flush();
  }

  private String line(long position) {
    double part = size == 0 ? 1 : Math.min(1, (double) position / size);
    int full = (int) (part * WIDTH);
    double seconds = Math.max(0.001, (System.nanoTime() - begun) / 1e9);
    return "reading the topic [%s%s] %3d %%, %,d of %,d records, %,.0f/s"
        .formatted(
            "#".repeat(full),
            ".".repeat(WIDTH - full),
            (int) (part * 100),
            position,
            size,
            position / seconds);
  }
}
