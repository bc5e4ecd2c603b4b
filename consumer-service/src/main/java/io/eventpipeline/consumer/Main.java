package io.eventpipeline.consumer;

/** Starts the consumer. */
public final class Main {
  private Main() {}

  /** Runs until the process is told to end; a wrong setting ends it at once, with status 1. */
  public static void main(String[] args) {
    new Startup().args(args).classes(Main.class).banner(false).start();
  }
}
