package io.eventpipeline.push;

import io.eventpipeline.runtime.start.Startup;

/** Starts the push worker. */
public final class PushApplication {
  private PushApplication() {}

  /** Runs until the process is told to end. A wrong setting ends it at once, with status 1. */
  public static void main(String[] args) {
    Startup.run("The push worker", PushApplication.class, args);
  }
}
