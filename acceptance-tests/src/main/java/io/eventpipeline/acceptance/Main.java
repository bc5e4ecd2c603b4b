package io.eventpipeline.acceptance;

import io.eventpipeline.acceptance.bench.Bench;
import io.eventpipeline.acceptance.chaos.Chaos;
import io.eventpipeline.local.command.Reason;
import io.eventpipeline.local.command.WrongArguments;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of the pipeline script that put a pipeline to the test. */
@Command(
    name = "pipeline",
    subcommands = {Bench.class, Chaos.class})
public final class Main {
  private Main() {}

  /** Runs one command; ends with its status, 1 with the reason on stderr if it failed. */
  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "pipeline-logback.xml");
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          System.err.println("pipeline: " + Reason.of(error));
          return 1;
        });
    line.setParameterExceptionHandler(new WrongArguments());
    System.exit(line.execute(args));
  }
}
