package io.eventpipeline.consumer.handle;

import io.eventpipeline.contract.BundledHandler;
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
  private final List<EventHandler> all;
  private final boolean takesAny;
  private final Set<String> builtInTypes;

  /**
   * @param all the team's handlers, and those that come with the pipeline. If the team has none,
   *     the built-in handler takes every other type
   * @param builtInTypes types that the built-in handler takes in any case, unless another does
   *     ({@link HandlerSettings#ANY_TYPE}: all)
   * @throws IllegalStateException if two handlers take one type, or one takes none
   */
  public Handlers(List<EventHandler> all, Set<String> builtInTypes) {
    this.all = List.copyOf(all);
    this.builtInTypes = Set.copyOf(builtInTypes);
    this.takesAny =
        all.stream().noneMatch(Handlers::isTeams)
            || builtInTypes.contains(HandlerSettings.ANY_TYPE);
    for (EventHandler handler : all) {
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
    return handler == null && (takesAny || builtInTypes.contains(type)) ? builtIn : handler;
  }

  /** Whether the handler is a team's own, and none that comes with the pipeline. */
  static boolean isTeams(EventHandler handler) {
    return !(handler instanceof BundledHandler);
  }

  /**
   * A line for each handler: its class, its jar, its types. {@code ./pipeline up} reads the lines
   * of the team's handlers in the log.
   */
  public List<String> lines() {
    return all.stream().map(Handlers::line).toList();
  }

  private static String line(EventHandler handler) {
    return "%s %s in %s takes %s"
        .formatted(
            isTeams(handler) ? "handler" : "bundled handler",
            handler.getClass().getName(),
            origin(handler),
            handler.types().stream().sorted().collect(Collectors.joining(", ")));
  }

  private static String origin(EventHandler handler) {
    CodeSource source = handler.getClass().getProtectionDomain().getCodeSource();
    return source == null
        ? "no jar"
        : String.valueOf(Path.of(URI.create(source.getLocation().toString())).getFileName());
  }
}
