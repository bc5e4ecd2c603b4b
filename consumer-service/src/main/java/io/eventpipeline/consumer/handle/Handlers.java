package io.eventpipeline.consumer.handle;

import io.eventpipeline.contract.EventHandler;
import java.net.URI;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the handler of a type. */
public final class Handlers {
  private final Map<String, EventHandler> byType = new HashMap<>();
  private final EventHandler builtIn = new BuiltInHandler();
  private final Set<String> ruleTypes;
  private final List<EventHandler> teams;

  /**
   * @param teams the team's handlers; if there is none, the built-in one takes every type
   * @param ruleTypes types of emission rules; the built-in handler takes those without another
   * @throws IllegalStateException if two handlers take one type, or one takes none
   */
  public Handlers(List<EventHandler> teams, Set<String> ruleTypes) {
    this.teams = List.copyOf(teams);
    this.ruleTypes = Set.copyOf(ruleTypes);
    for (EventHandler handler : teams) {
      if (handler.types().isEmpty()) {
        throw new IllegalStateException(
            "the handler " + handler.getClass().getName() + " takes no type");
      }
      for (String type : handler.types()) {
        EventHandler other = byType.put(type, handler);
        if (other != null) {
          throw new IllegalStateException(
              "two handlers take the type '%s': %s and %s"
                  .formatted(type, other.getClass().getName(), handler.getClass().getName()));
        }
      }
    }
  }

  /** The handler for a type, or null if none takes it. */
  public @Nullable EventHandler of(String type) {
    EventHandler handler = byType.get(type);
    boolean takesAny = teams.isEmpty() || ruleTypes.contains(type);
    return handler == null && takesAny ? builtIn : handler;
  }

  /**
   * A line for each of the team's handlers: its class, its jar, its types. {@code ./pipeline up}
   * reads these lines in the log.
   */
  public List<String> lines() {
    return teams.stream()
        .map(
            handler ->
                "handler %s in %s takes %s"
                    .formatted(
                        handler.getClass().getName(),
                        origin(handler),
                        handler.types().stream().sorted().collect(Collectors.joining(", "))))
        .toList();
  }

  private static String origin(EventHandler handler) {
    CodeSource source = handler.getClass().getProtectionDomain().getCodeSource();
    return source == null
        ? "no jar"
        : String.valueOf(Path.of(URI.create(source.getLocation().toString())).getFileName());
  }
}
