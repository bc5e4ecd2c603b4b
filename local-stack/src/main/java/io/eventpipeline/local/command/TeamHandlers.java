package io.eventpipeline.local.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The team's handlers, as the consumer names them in its log; none if the built-in one takes every
 * type.
 */
record TeamHandlers(List<TeamHandler> all) {
  /** In a log of text the line ends after the types, in one of JSON their string does. */
  private static final Pattern LINE = Pattern.compile("handler (\\S+) in (.+?) takes ([^\"\\n]+)");

  /** Stands in JSON and between a shell's quotes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[\\w.:/-]+");

  /** One of them, and the jar it comes from. */
  record TeamHandler(String name, String jar, List<String> types) {}

  static TeamHandlers in(String log) {
    List<TeamHandler> all = new ArrayList<>();
    Matcher line = LINE.matcher(log);
    while (line.find()) {
      List<String> types = List.of(line.group(3).strip().split(", ", -1));
      all.add(new TeamHandler(line.group(1), line.group(2), types));
    }
    return new TeamHandlers(all);
  }

  /** A line for each of them. */
  List<String> lines() {
    return all.stream()
        .map(
            one ->
                "handler %s (%s) takes %s"
                    .formatted(one.name(), one.jar(), String.join(", ", one.types())))
        .toList();
  }

  Set<String> types() {
    Set<String> types = new TreeSet<>();
    all.forEach(one -> types.addAll(one.types()));
    return types;
  }

  /** What a person may do now, with a type that is taken. */
  String invitation(String api) {
    if (all.isEmpty()) {
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
                    Try it, with a payload that your handler of %s takes:
                      %s
                    """
                        .formatted(taken, curl(api, taken, "{}")))
            .orElse("")
        + """
        Events of a type that none of your handlers takes become dead letters. Those of
        ./pipeline demo have the type that --type gives: choose one of yours.\
        """;
  }

  private static String curl(String api, String type, String payload) {
    return "curl -i %s/events -H 'Content-Type: application/json' -d '{\"userId\":\"ann\",\"type\":\"%s\",\"payload\":%s}'"
        .formatted(api, type, payload);
  }

  /**
   * Refuses to send events that would all become dead letters.
   *
   * @param types as {@link DataFolder#running} noted them
   * @throws IllegalStateException if the team has handlers, and none takes {@code type}
   */
  static void requireTaken(String type, String types) {
    List<String> taken = types.lines().toList();
    if (!taken.isEmpty() && !taken.contains(type)) {
      throw new IllegalStateException(
          "none of your handlers takes the type '%s', so every event of the demo would become a dead letter; nothing was sent. Choose a type with --type: %s"
              .formatted(type, String.join(", ", taken)));
    }
  }
}
