package io.eventpipeline.consumer.handle;

import io.eventpipeline.contract.EventHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which handler takes which type. */
public final class Handlers {
  private final Map<String, EventHandler> byType = new HashMap<>();
  private final @Nullable EventHandler builtIn;

  /**
   * @param teams the team's own; if there is none, the built-in one takes every type
   * @throws IllegalStateException if two of them take one type, or one takes none
   */
  public Handlers(List<EventHandler> teams) {
    builtIn = teams.isEmpty() ? new BuiltInHandler() : null;
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
    return builtIn != null ? builtIn : byType.get(type);
  }

  /** The types that have a handler of the team's own, in no order. */
  public Iterable<String> types() {
    return byType.keySet();
  }
}
