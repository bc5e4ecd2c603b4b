package io.eventpipeline.consumer;

import io.eventpipeline.consumer.handle.HandlerJars;
import io.eventpipeline.runtime.start.Startup;

/** Starts the consumer. */
public final class ConsumerApplication {
  private ConsumerApplication() {}

  /** Runs until the process is told to end. A wrong setting ends it at once, with status 1. */
  public static void main(String[] args) {
    Startup.run("The consumer", ConsumerApplication.class, args, ConsumerApplication::blame);
  }

  /** Names the handler's jar that made the start fail, if one did. */
  private static String blame(Throwable failure, String reason) {
    try {
      return HandlerJars.onClassPath().blame(failure).map(team -> " (in " + team + ")").orElse("");
    } catch (IllegalStateException jars) {
      return reason.equals(jars.getMessage()) ? "" : ". " + jars.getMessage();
    }
  }
}
