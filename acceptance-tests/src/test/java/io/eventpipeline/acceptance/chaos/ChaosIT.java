package io.eventpipeline.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short form of {@code ./pipeline chaos}. */
class ChaosIT {
  private static final int EVENTS = 4000;

  @BeforeAll
  static void folder() throws Exception {
    Files.createDirectories(Path.of(System.getProperty("acceptance.directory")));
  }

  private static void play(Fault fault, long seed) {
    long begun = System.nanoTime();
    Judgement judgement =
        Round.play(
            fault,
            seed,
            EVENTS,
            text -> System.out.printf("%7.1f s  %s%n", (System.nanoTime() - begun) / 1e9, text));
    System.out.print(Report.line(judgement));
    assertThat(judgement.problems()).as(judgement.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"storm-new-protocol", "redis-promotion", "term-both"})
  void a_fault_alone_costs_nothing_but_time(String fault) {
    play(Faults.named(fault), 1);
  }

  @Test
  void faults_at_random_cost_nothing_but_time() {
    play(Faults.mixed(), 7);
  }
}
