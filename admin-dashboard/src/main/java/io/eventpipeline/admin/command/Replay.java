package io.eventpipeline.admin.command;

import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetterFilter;
import io.eventpipeline.admin.deadletter.EventEdit;
import io.eventpipeline.admin.replay.ReplayResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays one dead letter, or many. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Runs a dead letter again, or all that fit --class, --type and --user. Its user's order"
            + " stays as it is. Exit status: 0 processed, 1 failed again or not final after 30 s, 2"
            + " refused.")
final class Replay implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameters(arity = "0..1", paramLabel = "ID", description = "event id of the dead letter")
  private @Nullable String id;

  @Option(
      names = "--payload",
      paramLabel = "JSON",
      description = "replay it with this payload; payload.seq must stay")
  private @Nullable String payload;

  @Option(
      names = "--class",
      paramLabel = "ERROR",
      description = "many: those with this error class")
  private @Nullable String errorClass;

  @Option(names = "--type", paramLabel = "TYPE", description = "many: those of this event type")
  private @Nullable String type;

  @Option(names = "--user", paramLabel = "USER", description = "many: those of this user")
  private @Nullable String user;

  @Option(names = "--yes", description = "many: replay them; without it they are only counted")
  private boolean yes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "many: at most so many a second, 0 for no limit (${DEFAULT-VALUE})")
  private int rate;

  @Mixin private PipelineTarget target = new PipelineTarget();

  @Override
  public Integer call() throws InterruptedException {
    boolean many = errorClass != null || type != null || user != null;
    if (many == (id != null)) {
      return Refusal.say("name one dead letter by its ID, or many by --class, --type or --user");
    }
    if (many && payload != null) {
      return Refusal.say("--payload is for one dead letter: name it by its ID");
    }
    if (rate < 0) {
      return Refusal.say("--rate must be 0 or more");
    }
    try (Connections connections = Connections.open(target)) {
      if (id != null) {
        return say(id, one(connections, id));
      }
      return new ReplayMany(connections, rate)
          .run(new DeadLetterFilter(errorClass, type, user, null, null, 0), yes);
    } catch (IllegalStateException e) {
      return Refusal.say(String.valueOf(e.getMessage()));
    }
  }

  private ReplayResult one(Connections connections, String id) {
    Operator by = Operator.atCommandLine();
    if (payload == null) {
      return connections.single().replay(id, by, PATIENCE);
    }
    byte[] json = payload.getBytes(StandardCharsets.UTF_8);
    return connections.single().replay(id, letter -> EventEdit.payload(letter, json), by, PATIENCE);
  }

  private static int say(String id, ReplayResult result) {
    return switch (result) {
      case ReplayResult.Processed() -> {
        System.out.println("processed: " + id);
        yield 0;
      }
      case ReplayResult.FailedAgain(var errorClass, var error) -> {
        String why = error.startsWith(errorClass) ? error : errorClass + ": " + error;
        System.out.println("failed again: " + id + ": " + why);
        yield 1;
      }
      case ReplayResult.Waiting() -> {
        System.out.println(
            "not final after "
                + PATIENCE.toSeconds()
                + " s: "
                + id
                + " goes on by itself; ./pipeline stuck says who waits and why");
        yield 1;
      }
      case ReplayResult.Refused(var reason) -> Refusal.say(reason);
    };
  }
}
