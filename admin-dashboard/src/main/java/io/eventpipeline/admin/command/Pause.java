package io.eventpipeline.admin.command;

import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.contract.EventRules;
import io.eventpipeline.local.command.ShortDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pauses one user. */
@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description =
        "Holds the events of one user, within a second. A handler that runs ends first. Nobody else"
            + " waits. The pause ends by itself. Exit status: 0 paused, 2 refused.")
final class Pause implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofHours(24);

  @Parameters(paramLabel = "USER", description = "the user id")
  private String user = "";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "15m",
      converter = ShortDuration.class,
      description = "how long, such as 90s or 2h, at most 24h (${DEFAULT-VALUE})")
  private Duration time = Duration.ofMinutes(15);

  @Option(names = "--why", paramLabel = "TEXT", description = "for those who look later")
  private String why = "";

  @Mixin private PipelineTarget target = new PipelineTarget();

  @Override
  public Integer call() {
    if (EventRules.checkName(user) != null) {
      return Refusal.say("USER " + EventRules.checkName(user));
    }
    if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
      return Refusal.say("--for must be longer than 0s and at most 24h");
    }
    try (Connections connections = Connections.open(target)) {
      OptionalLong until = connections.pauses().pause(user, time, why, Operator.atCommandLine());
      if (until.isEmpty()) {
        return Refusal.say("too many users are paused: let one go on with ./pipeline resume USER");
      }
      System.out.println("paused: " + user + " until " + Instant.ofEpochMilli(until.getAsLong()));
      return 0;
    } catch (IllegalStateException e) {
      return Refusal.say(String.valueOf(e.getMessage()));
    }
  }
}
