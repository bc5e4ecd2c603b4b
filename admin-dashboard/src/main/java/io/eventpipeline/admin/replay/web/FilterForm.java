package io.eventpipeline.admin.replay.web;

import io.eventpipeline.admin.deadletter.DeadLetterFilter;
import io.eventpipeline.admin.page.Links;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The filter of the dead letters as it stands in the address. Every field may be empty.
 *
 * @param errorClass parameter {@code class}, exact
 * @param from a time of UTC such as {@code 2026-11-20T10:00}, or unix milliseconds
 * @param to as {@code from}
 * @param attempts a whole number
 */
public record FilterForm(
    String errorClass, String type, String user, String from, String to, String attempts) {
  private static final String NUMBER = "\\d{1,15}";
  static final FilterForm NONE = new FilterForm("", "", "", "", "", "");

  /**
   * Reads it.
   *
   * @param parameter gives a parameter by its name; empty if it is missing
   */
  static FilterForm of(UnaryOperator<String> parameter) {
    return new FilterForm(
        parameter.apply("class").strip(),
        parameter.apply("type"),
        parameter.apply("user"),
        parameter.apply("from").strip(),
        parameter.apply("to").strip(),
        parameter.apply("attempts").strip());
  }

  /** The names of the fields that cannot be read. These do not count. */
  public List<String> wrong() {
    Map<String, Boolean> wrong = new LinkedHashMap<>();
    wrong.put("from", !from.isEmpty() && time(from) == null);
    wrong.put("to", !to.isEmpty() && time(to) == null);
    wrong.put("attempts", !attempts.isEmpty() && !attempts.matches(NUMBER));
    return wrong.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }

  /** What it means. */
  DeadLetterFilter filter() {
    return new DeadLetterFilter(
        blankToNull(errorClass),
        blankToNull(type),
        blankToNull(user),
        time(from),
        time(to),
        attempts.matches(NUMBER) ? Long.parseLong(attempts) : 0);
  }

  /** Whether it means all. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** The fields as parameters. */
  public Map<String, String> parameters() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("class", errorClass);
    all.put("type", type);
    all.put("user", user);
    all.put("from", from);
    all.put("to", to);
    all.put("attempts", attempts);
    return all;
  }

  /** The address of the list with one field changed, from its beginning. */
  public String link(String name, String value) {
    Map<String, String> all = parameters();
    all.put(name, value);
    return Links.with(DeadLettersPage.PATH, all);
  }

  private static @Nullable String blankToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long time(String text) {
    try {
      return text.isEmpty()
          ? null
          : text.matches(NUMBER)
              ? Long.valueOf(text)
              : text.endsWith("Z")
                  ? Instant.parse(text).toEpochMilli()
                  : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
