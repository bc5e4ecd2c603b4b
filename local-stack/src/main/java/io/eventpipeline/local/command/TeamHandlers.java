package io.eventpipeline.local.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The team's handlers, as the consumer's log lists them.
 *
 * @param all none if only the built-in one runs
 * @param builtIn the types that the built-in one takes beside them; {@code *} is any
 */
record TeamHandlers(List<TeamHandler> all, Set<String> builtIn) {
  /**
   * The types end with the line in a text log, and with the string in a JSON log. Handlers that
   * come with the pipeline are not the team's.
   */
  private static final Pattern LINE =
      Pattern.compile("(?<!bundled )handler (\\S+) in (.+?) takes ([^\"\\n]+)");

  private static final Pattern BUILT_IN = Pattern.compile("the built-in handler takes ([^\"\\n]+)");

  /** Needs no escape in JSON or between a shell's quotes. */
  private static final Pattern PLAIN = Pattern.compile("[\\w.:/-]+");

  /** A handler and its jar. */
  record TeamHandler(String name, String jar, List<String> types) {}

  static TeamHandlers in(String log) {
    List<TeamHandler> all = new ArrayList<>();
    Matcher line = LINE.matcher(log);
    while (line.find()) {
      all.add(new TeamHandler(line.group(1), line.group(2), split(line.group(3))));
    }
    Matcher other = BUILT_IN.matcher(log);
    return new TeamHandlers(
        all, other.find() ? new TreeSet<>(split(other.group(1))) : new TreeSet<>());
  }

  private static List<String> split(String types) {
    return List.of(types.strip().split(", ", -1));
  }

  /** A line for each of them, and for the built-in one if it takes something beside them. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (TeamHandler one : all) {
      lines.add(
          "handler %s (%s) takes %s"
              .formatted(one.name(), one.jar(), String.join(", ", one.types())));
    }
    if (!builtIn.isEmpty()) {
      lines.add("the built-in handler takes " + String.join(", ", builtIn));
    }
    return lines;
  }

  /** The types that are taken; empty if any is. */
  Set<String> types() {
    if (takesAny()) {
      return Set.of();
    }
    Set<String> types = new TreeSet<>(builtIn);
    all.forEach(one -> types.addAll(one.types()));
    return types;
  }

  private boolean takesAny() {
    return all.isEmpty() || builtIn.contains("*");
  }

  /** What a person may try now, with a type that a handler takes. */
  String invitation(String api) {
    if (takesAny()) {
      return """
      Try it:
        %s
      or, in a second terminal: ./pipeline demo\
      """
          .formatted(curl(api, "greeting", "{\"text\":\"hello\"}"));
    }
    Optional<String> type = types().stream().filter(t -> PLAIN.matcher(t).matches()).findFirst();
    return type.map(
                taken ->
                    """
                    Try it with a payload that your handler for %s understands:
                      %s
                    """
                        .formatted(taken, curl(api, taken, "{}")))
            .orElse("")
        + """
        Events of a type that no handler takes become dead letters. For
        ./pipeline demo, choose one of your types with --type.\
        """;
  }

  private static String curl(String api, String type, String payload) {
    return "curl -i %s/events -H 'Content-Type: application/json' -d '{\"userId\":\"ann\",\"type\":\"%s\",\"payload\":%s}'"
        .formatted(api, type, payload);
  }

  /**
   * Refuses to send events that would all become dead letters.
   *
   * @param types as {@link DataFolder#noteRunning} noted them
   * @throws IllegalStateException if the team has handlers, and none takes {@code type}
   */
  static void requireTaken(String type, String types) {
    if (!isTaken(type, types)) {
      throw new IllegalStateException(
          "none of your handlers takes the type '%s', so every demo event would become a dead letter; nothing was sent. Choose one of these with --type: %s"
              .formatted(type, String.join(", ", types.lines().toList())));
    }
  }

  /**
   * Whether a handler takes the type.
   *
   * @param types that are taken, one a line; empty if the built-in handler takes all
   */
  static boolean isTaken(String type, String types) {
    return types.isEmpty() || types.lines().anyMatch(type::equals);
  }
}
