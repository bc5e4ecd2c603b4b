package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.testbed.bench.Bench;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Measurements of a few events. Their numbers mean nothing; each fails unless all events, with all
 * that belongs to them, are in Redis.
 */
class BenchIT {
  /** Two decimals after a number with thousands separators, between cells. */
  private static final String RATIO = "\\| [0-9,]+ \\| [0-9,]+ \\| [0-9]+\\.[0-9]{2} \\|";

  @TempDir private Path report;

  /** Returns the table. */
  private String bench(String part, int events) throws Exception {
    int status =
        new CommandLine(new Bench())
            .setExecutionExceptionHandler(
                (problem, command, parsed) -> {
                  throw problem;
                })
            .execute(part, "--events", "" + events, "--report", report.toString());
    assertThat(status).isZero();
    return Files.readString(report.resolve("bench.md"));
  }

  @Test
  void compares_with_the_bare_redis_and_with_the_scripts_of_0_2_0() throws Exception {
    assertThat(bench("e2e", 2000))
        .containsPattern("e2e, batches of 1000 " + RATIO)
        .containsPattern("[0-9]+\\.[0-9]{2} of the scripts of 0\\.2\\.0 \\([0-9,]+/s\\)");
  }

  @Test
  void compares_with_parallel_consumer() throws Exception {
    assertThat(bench("parallel-consumer", 5000))
        .containsPattern("beside Parallel Consumer, an event a call " + RATIO)
        .containsPattern("beside Parallel Consumer, 50 events a call " + RATIO);
  }

  @Test
  void compares_with_a_plain_controller() throws Exception {
    assertThat(bench("plain-controller", 1000))
        .containsPattern("beside a plain controller, turn 5 " + RATIO)
        .containsPattern("beside one whose topic nobody reads, turn 5 " + RATIO);
  }
}
