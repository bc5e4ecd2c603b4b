package io.eventpipeline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JVM's AOT cache: loaded and linked classes, and method profiles (JEP 483, 514 and 515). It fits
 * only the same jars and the same JVM. A note beside it lists the files it depends on, so that no
 * JVM starts from the cache of an earlier build.
 *
 * @param of what it was made from: a jar with its {@code lib/} folder, or a folder of jars
 */
public record AotCache(Path of) {
  /** The cache file, beside the jars. */
  public Path file() {
    return of.resolveSibling(of.getFileName().toString().replaceFirst("\\.jar$", "") + ".aot");
  }

  /** Whether there is a cache that fits the present files and the JVM of this process. */
  public boolean isUsable() {
    try {
      return Files.isRegularFile(file())
          && Files.isRegularFile(note(file()))
          && Files.readString(note(file())).equals(dependencies());
    } catch (IOException e) {
      throw new UncheckedIOException(file() + " cannot be read", e);
    }
  }

  /**
   * The arguments of a JVM that starts from the cache; none if it is not usable. They silence a
   * warning of JDK 25 about adapters with equal hashes (JDK-8364929).
   */
  public List<String> toStart() {
    return isUsable() ? List.of("-XX:AOTCache=" + file(), "-Xlog:aot*=error") : List.of();
  }

  /** The argument of a JVM that writes a cache to {@code made} when it ends. */
  public static String toWrite(Path made) {
    return "-XX:AOTCacheOutput=" + made;
  }

  /**
   * Starts a training: notes the present files beside {@code made}, for {@link #keep}.
   *
   * @return the arguments of a JVM that writes a cache to {@code made} when it ends
   */
  public List<String> toTrain(Path made) {
    try {
      Files.createDirectories(made.toAbsolutePath().getParent());
      Files.writeString(note(made), dependencies());
      return List.of(toWrite(made));
    } catch (IOException e) {
      throw new UncheckedIOException(note(made) + " cannot be written", e);
    }
  }

  /**
   * Ends a training: moves {@code made} to {@link #file}.
   *
   * @throws IllegalStateException if the JVM wrote none
   */
  public void keep(Path made) {
    if (!Files.isRegularFile(made)) {
      throw new IllegalStateException("the JVM wrote no cache to " + made);
    }
    try {
      Files.deleteIfExists(note(file()));
      Files.move(made, file(), StandardCopyOption.ATOMIC_MOVE);
      Files.move(note(made), note(file()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(file() + " cannot be written", e);
    }
  }

  private static Path note(Path cache) {
    return cache.resolveSibling(cache.getFileName() + ".made-from");
  }

  /** The build of the JVM, and a line for each file that the cache depends on. */
  private String dependencies() throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(Path.of(System.getProperty("java.home"), "lib", "modules"));
    files.add(JvmOptions.of(of, JvmOptions.STANDARD));
    files.add(of);
    Path folder = Files.isDirectory(of) ? of : of.resolveSibling("lib");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> jars = Files.list(folder)) {
        jars.sorted().forEach(files::add);
      }
    }
    StringBuilder text = new StringBuilder(System.getProperty("java.vm.version")).append('\n');
    for (Path file : files) {
      if (Files.isRegularFile(file)) {
        text.append(
            "%s %d %s%n"
                .formatted(file.getFileName(), Files.size(file), Files.getLastModifiedTime(file)));
      }
    }
    return text.toString();
  }
}
