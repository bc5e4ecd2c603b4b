package io.eventpipeline.testbed.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of results.
 *
 * @param what was measured
 * @param rate events or requests a second
 * @param ceiling the same of the bare Redis, or of a bare client, in the same run; null if not
 *     measured
 * @param detail in words: seconds, latencies
 * @param usage processor time and memory of each process
 */
record BenchResult(String what, double rate, @Nullable Double ceiling, String detail, Usage usage) {
  static final String HEAD =
      "| what | per second | bare | ratio | | CPU and peak RSS |\n" + "|---|---|---|---|---|---|\n";

  String line() {
    String bare = ceiling == null ? "" : String.format(Locale.ROOT, "%,.0f", ceiling);
    String ratio = ceiling == null ? "" : String.format(Locale.ROOT, "%.2f", rate / ceiling);
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %s | %s | %s | %s |%n",
        what,
        rate,
        bare,
        ratio,
        detail,
        usage);
  }
}
