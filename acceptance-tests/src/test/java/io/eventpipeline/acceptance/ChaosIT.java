package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.testbed.chaos.Chaos;
import io.eventpipeline.testbed.chaos.RoundVerdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The short form of {@code ./pipeline chaos}. */
class ChaosIT {
  private static final int EVENTS = 4000;

  @ParameterizedTest
  @CsvSource({
    "storm-new-protocol, 1",
    "redis-promotion, 1",
    "term-both, 1",
    "push-worker-kill-one, 1",
    "postgres-away, 1",
    "mixed, 7"
  })
  void faults_cost_nothing_but_time(String fault, long seed) throws Exception {
    RoundVerdict verdict = Chaos.play(fault, seed, EVENTS);
    System.out.print(verdict.row());
    assertThat(verdict.problems()).as(verdict.toString()).isEmpty();
  }
}
