package io.eventpipeline.local.command;

import picocli.CommandLine;

/** Runs one command of the pipeline script in this process. */
public final class CommandRun {
  private CommandRun() {}

  /** Exits with the status of the command: 1, and the reason on stderr, if it failed. */
  public static void exitWith(Object commands, String... args) {
    // Has a name of its own: tests have this file and the services' on one class path.
    System.setProperty("logback.configurationFile", "pipeline-logback.xml");
    CommandLine line = new CommandLine(commands);
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          System.err.println("pipeline: " + Reason.of(error));
          return 1;
        });
    line.setParameterExceptionHandler(new WrongArguments());
    System.exit(line.execute(args));
  }
}
