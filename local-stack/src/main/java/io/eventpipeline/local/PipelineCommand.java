package io.eventpipeline.local;

import io.eventpipeline.local.command.CommandRun;
import io.eventpipeline.local.command.Demo;
import io.eventpipeline.local.command.RebuildProjections;
import io.eventpipeline.local.command.Simulate;
import io.eventpipeline.local.command.Train;
import io.eventpipeline.local.command.TrainFunction;
import io.eventpipeline.local.command.Up;
import picocli.CommandLine.Command;

/** Runs the commands of the pipeline script. */
@Command(
    name = "pipeline",
    description = "The whole pipeline on this machine.",
    subcommands = {
      Up.class,
      Demo.class,
      RebuildProjections.class,
      Simulate.class,
      Train.class,
      TrainFunction.class
    })
public final class PipelineCommand {
  /** Runs one command, then exits with its status. */
  public static void main(String[] args) {
    CommandRun.exitWith(new PipelineCommand(), args);
  }
}
