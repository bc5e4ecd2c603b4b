package io.eventpipeline.ingest;

import java.time.Duration;

/** Runs what must happen within one window of a rate limit, on a machine that may be busy. */
public final class OneWindow {
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final int MOST_TRIES = 200;

  private OneWindow() {}

  /** Steps with a user who has used no permit yet. */
  public interface Steps {
    void run(String user) throws Exception;
  }

  /**
   * Runs {@code steps} with a fresh user each time, until they succeed. A failure counts only if
   * the steps took less than one window, because only then the limit had to refuse.
   */
  public static void run(String name, Steps steps) throws Exception {
    for (int i = 0; ; i++) {
      long begun = System.nanoTime();
      try {
        steps.run(name + i);
        return;
      } catch (AssertionError failure) {
        if (System.nanoTime() - begun < WINDOW.toNanos() || i == MOST_TRIES) {
          throw failure;
        }
      }
    }
  }
}
