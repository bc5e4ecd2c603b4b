package io.eventpipeline.projection.rebuild;

import java.util.List;

/**
 * What a rebuild found.
 *
 * @param skipped ids of events that the pipeline has finished, and whose rows the live tables lack
 * @param unexplained rows of the live tables that no event of the log explains, as {@code table
 *     key}; the switch removes them
 */
record RebuildReport(RecordedRows rows, List<String> skipped, List<String> unexplained) {
  /** More are counted and not listed. */
  static final int MOST_LISTED = 1000;

  void print() {
    System.out.printf(
        "events applied: %,d, repeated ids: %,d, invalid: %,d, of other types: %,d%n",
        rows.applied(), rows.repeats(), rows.invalid(), rows.others());
    rows.reasons().forEach(reason -> System.out.println("  invalid: " + reason));
    print(skipped, "new in the tables, because the pipeline had skipped or failed them");
    print(unexplained, "removed from the tables, because no event in the log explains them");
  }

  private static void print(List<String> all, String what) {
    System.out.printf("%s: %,d%n", what, all.size());
    all.stream().limit(MOST_LISTED).forEach(each -> System.out.println("  " + each));
    if (all.size() > MOST_LISTED) {
      System.out.printf("  … and %,d more%n", all.size() - MOST_LISTED);
    }
  }
}
