package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A fault that strikes a running pipeline.
 *
 * @param name as the command line and the table call it
 * @param what description in a few words
 * @param target that is hit; in a mixed round, faults of different targets strike at once
 * @param setUp changes the usual pipeline; a fault that needs this is not mixed
 * @param shape adds events to the usual load
 * @param strike causes the fault, and returns when it is over
 */
record Fault(
    String name,
    String what,
    Target target,
    Consumer<PipelineBuilder> setUp,
    Consumer<ChaosLoad> shape,
    Strike strike) {
  /** What a fault hits. */
  enum Target {
    CONSUMERS,
    REDIS,
    KAFKA,
    API,
    PUSH,
    SQL,
    QUERY,
    DASHBOARD,
    /** Cannot share a round with other faults. */
    ALONE
  }

  /** Causes a fault. */
  interface Strike {
    /**
     * @param random makes the random choices
     */
    void on(ChaosRound round, Random random) throws Exception;
  }

  static Fault of(String name, Target target, String what, Strike strike) {
    return new Fault(name, what, target, pipeline -> {}, load -> {}, strike);
  }

  /** The same fault in a changed pipeline, never mixed. */
  Fault with(Consumer<PipelineBuilder> more) {
    return new Fault(name, what, Target.ALONE, setUp.andThen(more), shape, strike);
  }

  /** The same fault with additional events, never mixed. */
  Fault sending(Consumer<ChaosLoad> more) {
    return new Fault(name, what, Target.ALONE, setUp, shape.andThen(more), strike);
  }

  /** The same fault, also mixed: each mixed round has the services that it needs. */
  Fault mixedAs(Target of) {
    return new Fault(name, what, of, setUp, shape, strike);
  }

  /**
   * Random ones of {@code faults}: one after another for each target, all targets at once. All
   * services run, and half as many typed events come as others.
   */
  static Fault mixed(List<Fault> faults) {
    return new Fault(
        Faults.MIXED,
        "all that can share a round, at random",
        Target.ALONE,
        pipeline -> pipeline.projecting().showing(),
        load -> load.addTyped(load.planned().size() / 2),
        (round, random) -> {
          List<Thread> threads =
              EnumSet.complementOf(EnumSet.of(Target.ALONE)).stream()
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
