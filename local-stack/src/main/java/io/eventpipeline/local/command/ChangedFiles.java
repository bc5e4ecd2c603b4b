package io.eventpipeline.local.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds out which files changed, by their times and sizes. Leaves out files that editors write
 * beside those of the user. One thread.
 */
final class ChangedFiles {
  private final Map<String, List<Path>> roots;
  private final Map<String, Long> told;
  private Map<String, Long> before;

  /**
   * Takes what is there now as unchanged.
   *
   * @param roots files and folders by name; they need not exist
   */
  ChangedFiles(Map<String, List<Path>> roots) {
    this.roots = roots;
    this.before = look();
    this.told = new HashMap<>(before);
  }

  /**
   * The names whose files changed, each change once. A change counts when the next call finds the
   * same files, because an editor or a build may write several.
   */
  Set<String> changed() {
    Map<String, Long> now = look();
    Set<String> changed = new TreeSet<>();
    now.forEach(
        (name, state) -> {
          if (state.equals(before.get(name)) && !state.equals(told.get(name))) {
            changed.add(name);
            told.put(name, state);
          }
        });
    before = now;
    return changed;
  }

  private Map<String, Long> look() {
    Map<String, Long> states = new HashMap<>();
    roots.forEach((name, paths) -> states.put(name, paths.stream().mapToLong(this::state).sum()));
    return states;
  }

  /** A number that is another one after a change. */
  private long state(Path root) {
    if (!Files.exists(root)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(ChangedFiles::isOfUser).mapToLong(ChangedFiles::stateOf).sum();
    } catch (IOException | UncheckedIOException e) {
      return -1; // a file went away meanwhile: the next look tells
    }
  }

  private static boolean isOfUser(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && !name.startsWith(".") && !name.endsWith("~");
  }

  private static long stateOf(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      long state = 31L * file.toString().hashCode() + now.size();
      return 1_000_003 * state + now.lastModifiedTime().toMillis();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
