package io.eventpipeline.local.command;

/** Prints progress, each line with the seconds since the start. */
final class Progress {
  private final long begun = System.nanoTime();

  void say(String text) {
    System.out.printf("%6.1f s  %s%n", (System.nanoTime() - begun) / 1e9, text);
  }
}
