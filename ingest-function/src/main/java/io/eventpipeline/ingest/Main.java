package io.eventpipeline.ingest;

import io.micronaut.runtime.Micronaut;

/** Starts the ingest API as a server. */
public final class Main {
  private Main() {}

  /** Runs until the process is told to end; a wrong setting ends it at once, with status 1. */
  public static void main(String[] args) {
    try {
      Micronaut.build(args).classes(Main.class).banner(false).start();
    } catch (RuntimeException e) {
      System.err.println("The ingest API cannot start: " + reason(e));
      System.exit(1);
    }
  }

  /** The innermost message: it is the one that names the property. */
  private static String reason(Throwable error) {
    Throwable deepest = error;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
  }
}
