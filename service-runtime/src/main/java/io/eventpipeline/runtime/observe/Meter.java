package io.eventpipeline.runtime.observe;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one meter is.
 *
 * @param id its name, parts separated by dots
 * @param unit of its value, in plural
 * @param help what it says, without a full stop
 * @param tag by which it is split up; null if it is not
 */
public record Meter(String id, Kind kind, String unit, String help, @Nullable Tag tag) {
  /** What can be done with its values. */
  public enum Kind {
    /** Only grows. */
    COUNTER("_total"),
    /** What is now. */
    GAUGE(""),
    /** How long something took, as a histogram. */
    TIMER("_seconds");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  /**
   * @param values all that there can be; empty where they are numbers
   */
  public record Tag(String name, List<String> values) {}

  /** Something that only grows. */
  public static Meter counter(String id, String unit, String help) {
    return new Meter(id, Kind.COUNTER, unit, help, null);
  }

  /** Something that is so now. */
  public static Meter gauge(String id, String unit, String help) {
    return new Meter(id, Kind.GAUGE, unit, help, null);
  }

  /** How long something takes. */
  public static Meter timer(String id, String help) {
    return new Meter(id, Kind.TIMER, "seconds", help, null);
  }

  /** The same, split up by a tag. */
  public Meter by(String tagName, String... values) {
    return new Meter(id, kind, unit, help, new Tag(tagName, List.of(values)));
  }

  /** Its name at {@code /prometheus}. */
  public String exposed() {
    return id.replace('.', '_') + kind.suffix;
  }

  /** Its line in the README's table. */
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
