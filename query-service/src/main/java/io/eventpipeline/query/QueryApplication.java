package io.eventpipeline.query;

import io.eventpipeline.runtime.start.Startup;

/** Starts the query service. */
public final class QueryApplication {
  private QueryApplication() {}

  /** Runs until the process is told to end. A wrong setting ends it at once, with status 1. */
  public static void main(String[] args) {
    Startup.run("The query service", QueryApplication.class, args);
  }
}
