package io.eventpipeline.runtime.observe;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The description of one meter.
 *
 * @param id name with dots
 * @param unit of the value, in plural
 * @param help one sentence without a full stop
 * @param tag null if the meter has none
 */
public record Meter(String id, Kind kind, String unit, String help, @Nullable Tag tag) {
  /** The kinds of meters. */
  public enum Kind {
    /** A number that only grows. */
    COUNTER("_total"),
    /** A current value. */
    GAUGE(""),
    /** A histogram of durations. */
    TIMER("_seconds");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  /**
   * @param values all possible values; empty if they are numbers
   */
  public record Tag(String name, List<String> values) {}

  public static Meter counter(String id, String unit, String help) {
    return new Meter(id, Kind.COUNTER, unit, help, null);
  }

  public static Meter gauge(String id, String unit, String help) {
    return new Meter(id, Kind.GAUGE, unit, help, null);
  }

  public static Meter timer(String id, String help) {
    return new Meter(id, Kind.TIMER, "seconds", help, null);
  }

  /** The same meter with a tag. */
  public Meter by(String tagName, String... values) {
    return new Meter(id, kind, unit, help, new Tag(tagName, List.of(values)));
  }

  /** The name at {@code /prometheus}. */
  public String exposed() {
    return id.replace('.', '_') + kind.suffix;
  }

  /** The row in the table of {@code docs/reference.md}. */
  public String row() {
    String tags =
        tag == null
            ? ""
            : "`"
                + tag.name()
                + "`"
                + tag.values().stream().collect(Collectors.joining(", ", " ", ""));
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            exposed(), kind.name().toLowerCase(java.util.Locale.ROOT), unit, tags.strip(), help);
  }
}
