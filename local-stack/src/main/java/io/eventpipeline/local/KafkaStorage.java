package io.eventpipeline.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The storage of a broker. Kafka's own tool formats it, in a JVM that takes half as long as a
 * broker start. So a copy is kept, with which later brokers of the same node id begin.
 *
 * @param data the folder of a broker, which may be formatted already
 * @param formatted where a copy of a formatted one is, or will be
 */
record KafkaStorage(Path data, Path formatted) {
  /** Formats {@code data} unless it is formatted. Runs {@code tool} only the first time. */
  void prepare(Runnable tool) throws IOException {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    if (Files.isDirectory(formatted)) {
      copy(formatted, data);
    } else {
      tool.run();
      keep();
    }
  }

  /** Keeps a copy. Another process may do the same now: the first copy stays. */
  private void keep() throws IOException {
    Path made = Files.createTempDirectory(formatted.getParent(), "broker-formatted");
    copy(data, made);
    try {
      Files.move(made, formatted, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(formatted)) {
        throw e;
      }
      Folders.delete(made);
    }
  }

  /** Copies {@code meta.properties} last: its presence shows that the copy is complete. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    List<Path> files;
    try (Stream<Path> all = Files.list(from)) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
