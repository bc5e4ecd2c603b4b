package io.eventpipeline.consumer.handle;

import io.eventpipeline.contract.EventHandler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars of the folder {@code handlers} on the class path: a team's handlers and their libraries.
 * It checks them at the start, because a missing handler would go unnoticed: the built-in one or
 * the dead-letter queue would take its events.
 */
public final class HandlerJars {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerJars.class);
  private static final Path FOLDER = Path.of("handlers");

  private final List<HandlerJar> jars;

  private HandlerJars(List<HandlerJar> jars) {
    this.jars = jars;
  }

  /** Reads the jars of the process. */
  public static HandlerJars onClassPath() {
    return on(System.getProperty("java.class.path", ""));
  }

  /**
   * Reads the jars of a class path.
   *
   * @throws IllegalStateException if the JVM would silently ignore a jar, because it is unreadable
   *     or the class path names only its folder
   */
  static HandlerJars on(String classPath) {
    List<HandlerJar> jars = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      if (entry.isEmpty() || entry.endsWith("*")) {
        continue; // the JVM leaves "folder/*" as it is if the folder has no jars
      }
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (isHandlers(path)) {
        requireNoJars(path);
      } else if (isJar(path) && isHandlers(path.getParent())) {
        jars.add(HandlerJar.read(path));
      }
    }
    return new HandlerJars(jars);
  }

  private static boolean isHandlers(@Nullable Path folder) {
    return folder != null && FOLDER.equals(folder.getFileName());
  }

  private static boolean isJar(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  private static void requireNoJars(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      if (all.anyMatch(HandlerJars::isJar)) {
        throw new IllegalStateException(
            "the class path has the folder handlers/ and not the jars in it: write 'handlers/*'");
      }
    } catch (IOException notThere) {
      LOG.debug("{} cannot be listed", folder, notThere);
    }
  }

  /**
   * Refuses jars that gave no handler, and a handler that two jars bring.
   *
   * @param handlers the beans that were found
   * @return a warning for each class that implements a handler and is none, beside others that are
   * @throws IllegalStateException naming class and jar, and what to do
   */
  public List<String> check(List<EventHandler> handlers) {
    Set<String> found =
        handlers.stream()
            .flatMap(handler -> withSuperclasses(handler.getClass()))
            .collect(Collectors.toSet());
    List<ImplementedHandler> implemented = ImplementedHandler.allIn(jars);
    requireOneJarEach(implemented);
    List<String> idle =
        implemented.stream()
            .filter(each -> !found.contains(each.name()))
            .map(ImplementedHandler::whyIdle)
            .toList();
    if (handlers.isEmpty() && !jars.isEmpty()) {
      throw new IllegalStateException(idle.isEmpty() ? noneImplemented() : String.join("; ", idle));
    }
    return idle;
  }

  /** The JVM would take the class from either, perhaps from an old copy. */
  private static void requireOneJarEach(List<ImplementedHandler> byName) {
    for (int i = 1; i < byName.size(); i++) {
      ImplementedHandler one = byName.get(i - 1);
      ImplementedHandler next = byName.get(i);
      if (one.name().equals(next.name())) {
        throw new IllegalStateException(
            "the handler %s is in %s and in %s: remove one of the two jars from handlers/"
                .formatted(one.name(), one.jar().name(), next.jar().name()));
      }
    }
  }

  private static Stream<String> withSuperclasses(Class<?> type) {
    return Stream.<Class<?>>iterate(type, each -> each != null, Class::getSuperclass)
        .map(Class::getName);
  }

  private String noneImplemented() {
    return "handlers/ has no handler: no class of %s implements %s"
        .formatted(
            jars.stream().map(HandlerJar::name).collect(Collectors.joining(", ")),
            EventHandler.class.getName());
  }

  /** The team's class and jar that made a start fail, if one did. */
  public Optional<String> blame(Throwable failure) {
    List<String> innermostFirst = new ArrayList<>();
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      innermostFirst.addAll(0, classesIn(each));
    }
    return innermostFirst.stream()
        .flatMap(
            name ->
                jars.stream().filter(jar -> jar.has(name)).map(jar -> name + " of " + jar.name()))
        .findFirst();
  }

  /** A linkage error names the class in its message, other errors in their stack trace. */
  private static List<String> classesIn(Throwable error) {
    String message = error instanceof LinkageError ? String.valueOf(error.getMessage()) : "";
    return Stream.concat(
            Stream.of(message.replace('/', '.').split("[^\\w.$]+", -1)),
            Stream.of(error.getStackTrace()).map(StackTraceElement::getClassName))
        .toList();
  }
}
