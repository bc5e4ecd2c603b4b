package io.eventpipeline.local;

import io.eventpipeline.local.command.Demo;
import io.eventpipeline.local.command.Reason;
import io.eventpipeline.local.command.Train;
import io.eventpipeline.local.command.TrainFunction;
import io.eventpipeline.local.command.Up;
import io.eventpipeline.local.command.WrongArguments;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the commands of the pipeline script. */
@Command(
    name = "pipeline",
    description = "The whole pipeline on this machine.",
    subcommands = {Up.class, Demo.class, Train.class, TrainFunction.class})
public final class PipelineCommand {
  /** Runs one command and exits with its status: 1, and the reason on stderr, if it failed. */
  public static void main(String[] args) {
    // Has a name of its own: tests have this file and the services' on one class path.
    System.setProperty("logback.configurationFile", "pipeline-logback.xml");
    CommandLine line = new CommandLine(new PipelineCommand());
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          System.err.println("pipeline: " + Reason.of(error));
          return 1;
        });
    line.setParameterExceptionHandler(new WrongArguments());
    System.exit(line.execute(args));
  }
}
