package io.eventpipeline.consumer;

import io.eventpipeline.consumer.handle.HandlerJars;
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
    String reason = StartFailure.reason(failure);
    System.err.println("The consumer cannot start: " + reason + blame(failure, reason));
    System.exit(1);
  }

  private static String blame(Throwable failure, String reason) {
    try {
      return HandlerJars.on(Settings.CLASS_PATH)
          .blame(failure)
          .map(team -> " (in " + team + ")")
          .orElse("");
    } catch (IllegalStateException jars) {
      return reason.equals(jars.getMessage()) ? "" : ". " + jars.getMessage();
    }
  }
}
