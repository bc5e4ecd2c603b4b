package io.eventpipeline.ingest;

import io.eventpipeline.runtime.config.StartFailure;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;

/** Starts the service, or ends the process with one line that says what stands in the way. */
final class Startup extends Micronaut {
  @Override
  protected void handleStartupException(Environment environment, Throwable failure) {
    System.err.println("The ingest API cannot start: " + StartFailure.reason(failure));
    System.exit(1);
  }
}
