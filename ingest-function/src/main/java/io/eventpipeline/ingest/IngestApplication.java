package io.eventpipeline.ingest;

import io.eventpipeline.runtime.start.Startup;

/** Starts the ingest API. */
public final class IngestApplication {
  private IngestApplication() {}

  /** Runs until the process ends. A wrong setting ends it at once, with status 1. */
  public static void main(String[] args) {
    Startup.run("The ingest API", IngestApplication.class, args);
  }
}
