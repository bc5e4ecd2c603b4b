package io.eventpipeline.consumer;

import io.eventpipeline.consumer.handle.HandlerJars;
import io.eventpipeline.runtime.start.Startup;

/** Starts the consumer. */
public final class Main {
  private Main() {}

  /** Runs until the process is told to end; a wrong setting ends it at once, with status 1. */
  public static void main(String[] args) {
    Startup.run("The consumer", Main.class, args, Main::blame);
  }

  /** A handler's jar, if the failure is of its making. */
  private static String blame(Throwable failure, String reason) {
    try {
      return HandlerJars.onClassPath().blame(failure).map(team -> " (in " + team + ")").orElse("");
    } catch (IllegalStateException jars) {
      return reason.equals(jars.getMessage()) ? "" : ". " + jars.getMessage();
    }
  }
}
