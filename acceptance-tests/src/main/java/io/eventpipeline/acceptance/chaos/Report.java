package io.eventpipeline.acceptance.chaos;

import io.eventpipeline.acceptance.rig.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of what was done and what became of it. */
final class Report {
  private static final String HEAD =
      "| fault | seed | events | lost | twice | out of order | skipped, late | extra runs |"
          + " recovery | |\n"
          + "|---|---|---|---|---|---|---|---|---|---|\n";

  private final List<Judgement> rows = new ArrayList<>();

  void add(Judgement row) {
    rows.add(row);
  }

  boolean isGood() {
    return rows.stream().allMatch(Judgement::isGood);
  }

  static String line(Judgement row) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %,d | %d | %d | %d | %d | %d | %.1f s | %s |%n",
        row.fault(),
        row.seed(),
        row.events(),
        row.lost(),
        row.twice(),
        row.outOfOrder(),
        row.skipped(),
        row.extraRuns(),
        row.recovery(),
        row.isGood() ? "good" : row.problems().size() + " problems");
  }

  String table() {
    StringBuilder text = new StringBuilder(HEAD);
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  /** Writes {@code faults.md} and {@code faults.json} into {@code dir}. */
  void write(Path dir, String command) throws IOException {
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("faults.md"), "`" + command + "`\n\n" + table());
    Files.writeString(dir.resolve("faults.json"), Json.write(rows));
  }
}
