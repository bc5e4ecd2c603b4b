package io.eventpipeline.consumer.handle;

import io.eventpipeline.contract.BundledHandler;
import io.eventpipeline.contract.EmittingHandler;
import io.eventpipeline.contract.EventHandler;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A class in a jar that implements {@link EventHandler}, whether or not it is a bean.
 *
 * @param name of the class
 */
record ImplementedHandler(String name, HandlerJar jar) {
  /** The contract's interfaces, which are in no jar of a team. */
  private static final Set<String> HANDLERS =
      Set.of(
          EventHandler.class.getName(),
          EmittingHandler.class.getName(),
          BundledHandler.class.getName());

  /** All in these jars, by name. */
  static List<ImplementedHandler> allIn(List<HandlerJar> jars) {
    Map<String, ClassHead> all = new HashMap<>();
    jars.forEach(jar -> all.putAll(jar.classes()));
    return jars.stream()
        .flatMap(
            jar ->
                jar.classes().values().stream()
                    .filter(head -> head.concrete() && isHandler(head.name(), all))
                    .map(head -> new ImplementedHandler(head.name(), jar)))
        .sorted(Comparator.comparing(ImplementedHandler::name))
        .toList();
  }

  private static boolean isHandler(String name, Map<String, ClassHead> all) {
    ClassHead head = all.get(name);
    return HANDLERS.contains(name)
        || head != null && head.parents().stream().anyMatch(parent -> isHandler(parent, all));
  }

  /**
   * Why the class became no bean, and what to do.
   *
   * @throws IllegalStateException if it should be a bean, and cannot be loaded
   */
  String whyIdle() {
    String who = name + " of " + jar.name();
    if (!jar.has(definition())) {
      return who
          + " implements EventHandler and is no bean: annotate it with @Singleton, and compile it"
          + " with the annotation processor micronaut-inject-java";
    }
    try {
      requireLoadable();
    } catch (LinkageError | ClassNotFoundException e) {
      throw new IllegalStateException(
          "the handler %s cannot be loaded (%s): put the jar with what is missing into handlers/"
              .formatted(who, e),
          e);
    }
    return who + " is a bean that a condition switches off, such as @Requires";
  }

  /** The class that the annotation processor writes for it. */
  private String definition() {
    int simple = name.lastIndexOf('.') + 1;
    return name.substring(0, simple) + "$" + name.substring(simple) + "$Definition";
  }

  /** Asks for its members, because only that loads the classes that they use. */
  private void requireLoadable() throws ClassNotFoundException {
    Class<?> type = Class.forName(name, false, ImplementedHandler.class.getClassLoader());
    int ignored =
        type.getDeclaredFields().length
            + type.getDeclaredMethods().length
            + type.getDeclaredConstructors().length;
    Class.forName(definition(), true, type.getClassLoader());
  }
}
