package io.eventpipeline.admin.command;

import io.eventpipeline.admin.audit.Operator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a paused user go on. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description =
        "Lets a paused user go on, within a second. Exit status: 0 it goes on, 2 it was not"
            + " paused.")
final class Resume implements Callable<Integer> {
  @Parameters(paramLabel = "USER", description = "the user id")
  private String user = "";

  @Mixin private PipelineTarget target = new PipelineTarget();

  @Override
  public Integer call() {
    try (Connections connections = Connections.open(target)) {
      if (!connections.pauses().resume(user, Operator.atCommandLine())) {
        return Refusal.say(user + " is not paused: ./pipeline stuck lists who is");
      }
      System.out.println("resumed: " + user);
      return 0;
    } catch (IllegalStateException e) {
      return Refusal.say(String.valueOf(e.getMessage()));
    }
  }
}
