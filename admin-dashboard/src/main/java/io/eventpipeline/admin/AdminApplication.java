package io.eventpipeline.admin;

import io.eventpipeline.runtime.start.Startup;

/** Starts the dashboard. */
public final class AdminApplication {
  private AdminApplication() {}

  /** Runs until the process is told to end. A wrong setting ends it at once, with status 1. */
  public static void main(String[] args) {
    Startup.run("The dashboard", AdminApplication.class, args);
  }
}
