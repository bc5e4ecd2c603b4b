package io.eventpipeline.ingest;

import io.eventpipeline.runtime.config.StartFailure;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import java.util.ServiceConfigurationError;

/** Starts the service, or ends the process with one line that says what stands in the way. */
final class Startup extends Micronaut {
  /** Beans are looked for, and their classes loaded, before the framework handles a failure. */
  @Override
  public ApplicationContext start() {
    try {
      return super.start();
    } catch (RuntimeException | LinkageError | ServiceConfigurationError failure) {
      end(failure);
      throw failure;
    }
  }

  @Override
  protected void handleStartupException(Environment environment, Throwable failure) {
    end(failure);
  }

  private static void end(Throwable failure) {
    System.err.println("The ingest API cannot start: " + StartFailure.reason(failure));
    System.exit(1);
  }
}
