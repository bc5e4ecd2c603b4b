package io.eventpipeline.admin.command;

import io.eventpipeline.admin.audit.Operator;
import io.eventpipeline.admin.deadletter.DeadLetter;
import io.eventpipeline.admin.deadletter.DeadLetterFilter;
import io.eventpipeline.admin.deadletter.EventEdit;
import io.eventpipeline.admin.mask.MaskSettings;
import io.eventpipeline.admin.mask.Masking;
import io.eventpipeline.admin.replay.ReplayResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
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
      description = "many: those with this error class, whole or without its package")
  private @Nullable String errorClass;

  @Option(names = "--type", paramLabel = "TYPE", description = "many: those of this event type")
  private @Nullable String type;

  @Option(names = "--user", paramLabel = "USER", description = "many: those of this user")
  private @Nullable String user;

  @Option(
      names = "--job",
      paramLabel = "JOB",
      description = "many: go on with a job whose runner died")
  private @Nullable String job;

  @Option(names = "--yes", description = "many: replay them; without it they are only counted")
  private boolean yes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description = "many: at most so many a second, 0 for no limit (${DEFAULT-VALUE})")
  private int rate;

  @Option(
      names = "--masked-fields",
      paramLabel = "NAMES",
      defaultValue = "${env:ADMIN_MASKED_FIELDS}",
      description = "fields whose values are hidden in errors (default: ADMIN_MASKED_FIELDS)")
  private @Nullable String maskedFields;

  @Mixin private PipelineTarget target = new PipelineTarget();

  @Override
  public Integer call() throws InterruptedException {
    boolean many = errorClass != null || type != null || user != null;
    if ((many ? 1 : 0) + (id != null ? 1 : 0) + (job != null ? 1 : 0) != 1) {
      return Refusal.say(
          "name one dead letter by its ID, or many by --class, --type or --user, or a --job");
    }
    if (id == null && payload != null) {
      return Refusal.say("--payload is for one dead letter: name it by its ID");
    }
    if (payload != null && masking().holdsMask(payload)) {
      return Refusal.say(
          "--payload still holds " + Masking.MASK + ": write what belongs in its place");
    }
    if (rate < 0) {
      return Refusal.say("--rate must be 0 or more");
    }
    try (Connections connections = Connections.open(target)) {
      if (id != null) {
        DeadLetter before = connections.letters().find(id);
        return say(id, one(connections, id), text -> masked(text, before));
      }
      if (job != null) {
        return new ReplayMany(connections, rate).goOn(job);
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

  private Masking masking() {
    return new Masking(new MaskSettings(maskedFields == null ? "" : maskedFields));
  }

  /** Hides in a text what masked fields hold, in the dead letter and in the new payload. */
  private String masked(String text, @Nullable DeadLetter letter) {
    Masking masking = masking();
    String first = masking.text(text, letter == null ? "" : letter.recordText());
    return payload == null ? first : masking.text(first, payload);
  }

  private static int say(String id, ReplayResult result, UnaryOperator<String> masked) {
    return switch (result) {
      case ReplayResult.Processed() -> {
        System.out.println("processed: " + id);
        yield 0;
      }
      case ReplayResult.FailedAgain(var errorClass, var error) -> {
        String why = error.startsWith(errorClass) ? error : errorClass + ": " + error;
        System.out.println("failed again: " + id + ": " + masked.apply(why));
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
      case ReplayResult.Invalid(var pointer, var detail) ->
          Refusal.say((pointer + " " + detail).strip() + ": correct it and replay again");
      case ReplayResult.Refused(var why, var reason) -> Refusal.say(masked.apply(reason));
    };
  }
}
