package io.eventpipeline.testbed;

import io.eventpipeline.local.command.CommandRun;
import io.eventpipeline.testbed.bench.Bench;
import io.eventpipeline.testbed.chaos.Chaos;
import io.eventpipeline.testbed.fcm.FakeFcmCommand;
import picocli.CommandLine.Command;

/** Runs {@code ./pipeline bench}, {@code chaos} and {@code fake-fcm}. */
@Command(
    name = "pipeline",
    subcommands = {Bench.class, Chaos.class, FakeFcmCommand.class})
public final class TestbedCommand {
  private TestbedCommand() {}

  /** Runs one command, then exits with its status. */
  public static void main(String[] args) {
    CommandRun.exitWith(new TestbedCommand(), args);
  }
}
