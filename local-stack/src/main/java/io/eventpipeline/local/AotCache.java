package io.eventpipeline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What an earlier run of a JVM left for the next ones: classes loaded and linked, and profiles of
 * the methods it ran (JEP 483, 514 and 515). It is good for the same jars and the same JVM only; a
 * JVM that cannot use one says so and starts without.
 *
 * @param of what it was made from: a jar, or a folder of jars
 */
public record AotCache(Path of) {
  /** Where it is: beside what it was made from. */
  public Path file() {
    return of.resolveSibling(of.getFileName().toString().replaceFirst("\\.jar$", "") + ".aot");
  }

  /** Whether there is one that is younger than what it was made from. */
  private boolean isFresh() {
    try {
      return Files.isRegularFile(file())
          && Files.getLastModifiedTime(file()).compareTo(Files.getLastModifiedTime(of)) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(file() + " cannot be looked at", e);
    }
  }

  /**
   * The arguments of a JVM that starts from it, none if it is not fresh. JDK 25 warns of adapters
   * it has to make anew because two have the same hash (JDK-8364929), which is of no use to anyone.
   */
  public List<String> toStart() {
    return isFresh() ? List.of("-XX:AOTCache=" + file(), "-Xlog:aot*=error") : List.of();
  }

  /** The argument of a JVM that writes one to {@code made} when it ends. */
  public static String toWrite(Path made) {
    return "-XX:AOTCacheOutput=" + made;
  }
}
