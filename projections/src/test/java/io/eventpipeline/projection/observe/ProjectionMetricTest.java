package io.eventpipeline.projection.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectionMetricTest {
  /** On failure: copy the expected rows into docs/reference.md. */
  @Test
  void the_table_in_the_reference_matches_the_list() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "reference.md")).stream()
            .filter(line -> line.startsWith("| `projection_"))
            .toList();

    assertThat(rows)
        .isEqualTo(Arrays.stream(ProjectionMetric.values()).map(ProjectionMetric::row).toList());
  }
}
