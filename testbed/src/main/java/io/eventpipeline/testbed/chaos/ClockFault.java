package io.eventpipeline.testbed.chaos;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes the clocks of the services and of Redis jump an hour forward and back, with libfaketime.
 * The broker's clock stays: its timestamps measure gaps.
 */
final class ClockFault {
  private static final int LIMIT = 100;

  private ClockFault() {}

  static Fault fault() {
    Path clock = Path.of(System.getProperty("testbed.directory"), "clock-" + UUID.randomUUID());
    return new Fault(
        "clock",
        "clocks jump an hour forward and back",
        Fault.Target.ALONE,
        pipeline -> setUp(pipeline, clock),
        load -> {},
        (round, random) -> jump(round, clock));
  }

  /** The path of libfaketime; empty if it is not installed. */
  static Optional<Path> library() {
    try (Stream<Path> all = Files.walk(Path.of("/usr/lib"), 3)) {
      return all.filter(path -> path.endsWith("libfaketimeMT.so.1")).findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static void setUp(PipelineBuilder pipeline, Path clock) {
    set(clock, "+0");
    Path library =
        library()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the clock fault needs libfaketime: install it, or leave the fault out with"
                            + " --only"));
    for (String[] pair :
        new String[][] {
          {"LD_PRELOAD", library.toString()},
          {"FAKETIME_TIMESTAMP_FILE", clock.toString()},
          {"FAKETIME_NO_CACHE", "1"},
          {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}
        }) {
      pipeline.consumer(pair[0], pair[1]).ingest(pair[0], pair[1]).redisEnv(pair[0], pair[1]);
    }
  }

  private static void jump(ChaosRound round, Path clock) {
    round.incidents().push().noteTrouble(System.currentTimeMillis());
    for (String offset : List.of("+0", "+3600", "+0", "-3600", "+0")) {
      set(clock, offset);
      round.say("clock: " + offset + " s");
      String user = flood(round);
      round.pause(1500);
      flood(round, user);
      round.pause(2500);
    }
    round.incidents().push().noteTroubleOver(System.currentTimeMillis());
  }

  /** Returns the first user whose batch the API took. The API may be away for a moment. */
  private static String flood(ChaosRound round) {
    for (int attempt = 0; attempt < 20; attempt++) {
      String user = Names.fresh("flood");
      if (flood(round, user)) {
        return user;
      }
      round.pause(200);
    }
    throw new IllegalStateException("the API does not answer after a clock jump");
  }

  /**
   * Sends a user's batch that exceeds the limit, and expects exactly the limit to pass. Sends
   * events that came back as unavailable straight into Kafka. Returns false on a 503.
   */
  private static boolean flood(ChaosRound round, String user) {
    List<TestEvent> batch = new ArrayList<>();
    for (int i = 0; i < LIMIT + 50; i++) {
      batch.add(anEvent().of(user));
    }
    HttpReply answer = round.pipeline().api().sendBatch(batch);
    if (answer.status() == 503) {
      return false;
    }
    List<String> results = answer.results("status");
    List<TestEvent> unavailable = new ArrayList<>();
    int let = 0;
    for (int i = 0; i < results.size(); i++) {
      if (!results.get(i).equals("rate_limited")) {
        let++;
        round.load().addSent(batch.get(i), EventKind.OK);
      }
      if (results.get(i).equals("unavailable")) {
        unavailable.add(batch.get(i));
      }
    }
    round.pipeline().topic().produce(unavailable);
    if (let != LIMIT) {
      round.addProblem("of %d events of a user %d passed the limit".formatted(batch.size(), let));
    }
    return true;
  }

  private static void set(Path clock, String offset) {
    try {
      Files.writeString(clock, offset + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
