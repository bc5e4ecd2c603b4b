package io.eventpipeline.admin.command;

import io.eventpipeline.local.command.CommandRun;
import picocli.CommandLine.Command;

/** Runs the operator's commands of the pipeline script. */
@Command(
    name = "pipeline",
    description = "Helps dead letters and users that wait.",
    subcommands = {Replay.class, Pause.class, Resume.class, Stuck.class, AdminPassword.class})
public final class AdminCommand {
  /** Runs one command, then exits with its status. */
  public static void main(String[] args) {
    CommandRun.exitWith(new AdminCommand(), args);
  }
}
