package io.eventpipeline.testbed;

import io.eventpipeline.local.command.CommandRun;
import io.eventpipeline.testbed.bench.Bench;
import io.eventpipeline.testbed.chaos.Chaos;
import picocli.CommandLine.Command;

/** Runs {@code ./pipeline bench} and {@code ./pipeline chaos}. */
@Command(
    name = "pipeline",
    subcommands = {Bench.class, Chaos.class})
public final class TestbedCommand {
  private TestbedCommand() {}

  /** Runs one command, then exits with its status. */
  public static void main(String[] args) {
    CommandRun.exitWith(new TestbedCommand(), args);
  }
}
