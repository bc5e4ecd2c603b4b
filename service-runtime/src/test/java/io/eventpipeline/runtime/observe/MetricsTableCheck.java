package io.eventpipeline.runtime.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Compares the metrics of a service with their table in docs/reference.md. */
public final class MetricsTableCheck {
  private MetricsTableCheck() {}

  /**
   * On failure: copy the expected rows into docs/reference.md.
   *
   * @param prefix of the names of all the service's metrics
   */
  public static void assertComplete(String prefix, Metered... metrics) throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "reference.md")).stream()
            .filter(line -> line.startsWith("| `" + prefix))
            .toList();
    assertThat(rows).isEqualTo(Arrays.stream(metrics).map(metric -> metric.meter().row()).toList());
  }
}
