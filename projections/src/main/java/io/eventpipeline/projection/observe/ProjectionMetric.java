package io.eventpipeline.projection.observe;

import java.util.Locale;

/** Every meter of the projections. The table in docs/reference.md repeats it, a test compares. */
enum ProjectionMetric {
  ROWS(Kind.COUNTER, "rows", "Committed, or not needed beside a newer one"),
  COMMIT(Kind.TIMER, "commit", "seconds", "From taking a group of rows until it is committed"),
  WAITING(Kind.GAUGE, "rows.waiting", "rows", "Of handlers that wait for a writer"),
  UNAVAILABLE(
      Kind.GAUGE,
      "unavailable",
      "1 or 0",
      "1 while the database takes no rows; `/health` says why; events wait"),
  REFUSED(
      Kind.COUNTER,
      "refused",
      "events",
      "Not written, because their payload or the database refuses: dead letters");

  /** The tag of {@link #ROWS}. */
  static final String TABLE = "table";

  private final Kind kind;
  private final String name;
  private final String unit;
  private final String help;

  private enum Kind {
    COUNTER("_total"),
    GAUGE(""),
    TIMER("_seconds");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  ProjectionMetric(Kind kind, String unit, String help) {
    this(kind, unit, unit, help);
  }

  ProjectionMetric(Kind kind, String name, String unit, String help) {
    this.kind = kind;
    this.name = name;
    this.unit = unit;
    this.help = help;
  }

  /** The name with dots. */
  String id() {
    return "projection." + name;
  }

  String help() {
    return help;
  }

  /** The row in the table of {@code docs/reference.md}. */
  String row() {
    return "| `%s%s` | %s | %s | %s | %s |"
        .formatted(
            id().replace('.', '_'),
            kind.suffix,
            kind.name().toLowerCase(Locale.ROOT),
            unit,
            this == ROWS ? "`table` users, orders, payments, inventory" : "",
            help);
  }
}
