package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Something bad that is done to a running pipeline.
 *
 * @param name as the command line and the table call it
 * @param what in a few words
 * @param target whose fault it is; in a mixed round those of different targets strike at once
 * @param setUp how its pipeline differs from the usual one; a fault that needs that is not mixed
 * @param shape what its load has besides the usual one
 * @param strike does it, and comes back when all is mended again
 */
record Fault(
    String name,
    String what,
    Target target,
    Consumer<PipelineBuilder> setUp,
    Consumer<ChaosLoad> shape,
    Strike strike) {
  /** What is hit. */
  enum Target {
    CONSUMERS,
    REDIS,
    KAFKA,
    API,
    /** It cannot share a round. */
    ALONE
  }

  /** Does it. */
  interface Strike {
    /**
     * @param random decides what is to be decided
     */
    void on(ChaosRound round, Random random) throws Exception;
  }

  static Fault of(String name, Target target, String what, Strike strike) {
    return new Fault(name, what, target, pipeline -> {}, load -> {}, strike);
  }

  /** The same, alone, in a pipeline that is set up for it. */
  Fault with(Consumer<PipelineBuilder> more) {
    return new Fault(name, what, Target.ALONE, setUp.andThen(more), shape, strike);
  }

  /** The same, alone, with events that are made for it. */
  Fault sending(Consumer<ChaosLoad> more) {
    return new Fault(name, what, Target.ALONE, setUp, shape.andThen(more), strike);
  }

  /** Some of {@code faults}, one after another for each target and all targets at once. */
  static Fault mixed(List<Fault> faults) {
    return new Fault(
        Faults.MIXED,
        "all that can share a round, at random",
        Target.ALONE,
        pipeline -> {},
        load -> {},
        (round, random) -> {
          List<Thread> threads =
              List.of(Target.CONSUMERS, Target.REDIS, Target.KAFKA, Target.API).stream()
                  .map(target -> faults.stream().filter(f -> f.target() == target).toList())
                  .map(own -> strikeInTurn(round, own, new Random(random.nextLong())))
                  .toList();
          for (Thread thread : threads) {
            thread.join();
          }
        });
  }

  private static Thread strikeInTurn(ChaosRound round, List<Fault> faults, Random random) {
    return Thread.ofVirtual()
        .start(
            () -> {
              round.pause(500 + random.nextInt(4000));
              while (round.isLoadFlowing()) {
                round.strike(faults.get(random.nextInt(faults.size())), random);
                round.pause(1000 + random.nextInt(8000));
              }
            });
  }
}
