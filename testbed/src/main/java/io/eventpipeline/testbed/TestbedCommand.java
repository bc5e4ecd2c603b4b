package io.eventpipeline.testbed;

import io.eventpipeline.local.command.Reason;
import io.eventpipeline.local.command.WrongArguments;
import io.eventpipeline.testbed.bench.Bench;
import io.eventpipeline.testbed.chaos.Chaos;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs {@code ./pipeline bench} and {@code ./pipeline chaos}. */
@Command(
    name = "pipeline",
    subcommands = {Bench.class, Chaos.class})
public final class TestbedCommand {
  private TestbedCommand() {}

  /** Runs one command and exits with its status: 1, and the reason on stderr, if it failed. */
  public static void main(String[] args) {
    System.setProperty("logback.configurationFile", "pipeline-logback.xml");
    CommandLine line = new CommandLine(new TestbedCommand());
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          System.err.println("pipeline: " + Reason.of(error));
          return 1;
        });
    line.setParameterExceptionHandler(new WrongArguments());
    System.exit(line.execute(args));
  }
}
