package io.eventpipeline.local.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Lists jars for a class path. */
final class Jars {
  private Jars() {}

  /** The jars in a folder, by name; none if there is no such folder. */
  static Path[] in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new Path[0];
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(jar -> jar.toString().endsWith(".jar")).sorted().toArray(Path[]::new);
    }
  }
}
