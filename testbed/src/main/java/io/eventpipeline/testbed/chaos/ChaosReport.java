package io.eventpipeline.testbed.chaos;

import io.eventpipeline.testbed.rig.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table of all rounds and their results. */
final class ChaosReport {
  private static final String HEAD =
      "| fault | seed | events | lost | twice | out of order | skipped, late | extra runs |"
          + " notifications | missing | repeated | recovery | |\n"
          + "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";

  private final List<RoundVerdict> rows = new ArrayList<>();

  void add(RoundVerdict row) {
    rows.add(row);
  }

  boolean isGood() {
    return rows.stream().allMatch(RoundVerdict::isGood);
  }

  String table() {
    StringBuilder text = new StringBuilder(HEAD);
    rows.forEach(one -> text.append(one.row()));
    return text.toString();
  }

  /** Writes {@code faults.md} and {@code faults.json} into {@code dir}. */
  void write(Path dir, String command) throws IOException {
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("faults.md"), "`" + command + "`\n\n" + table());
    Files.writeString(dir.resolve("faults.json"), Json.write(rows));
  }
}
