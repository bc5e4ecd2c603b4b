package io.eventpipeline.consumer;

import io.eventpipeline.consumer.handle.HandlerJars;
import io.eventpipeline.runtime.config.StartFailure;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;

/** Starts the service, or ends the process with one line that says what stands in the way. */
final class Startup extends Micronaut {
  @Override
  protected void handleStartupException(Environment environment, Throwable failure) {
    System.err.println(
        "The consumer cannot start: " + StartFailure.reason(failure) + blame(failure));
    System.exit(1);
  }

  private static String blame(Throwable failure) {
    try {
      return HandlerJars.on(Settings.CLASS_PATH)
          .blame(failure)
          .map(team -> " (in " + team + ")")
          .orElse("");
    } catch (IllegalStateException jarsAreTheFailure) {
      return "";
    }
  }
}
