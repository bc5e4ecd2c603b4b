package io.eventpipeline.local.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a local pipeline keeps what survives it; one pipeline at a time. */
final class DataFolder implements AutoCloseable {
  private static final long NEEDED_BYTES = 200L << 20;
  private static final String RUNNING = "running.properties";

  private final Path dir;
  private final FileChannel channel;

  private DataFolder(Path dir, FileChannel channel) {
    this.dir = dir;
    this.channel = channel;
  }

  /**
   * Opens it, empty if {@code fresh}.
   *
   * @throws IllegalStateException saying what to do, if it is in use or there is no room
   */
  static DataFolder open(Path dir, boolean fresh) {
    try {
      Files.createDirectories(dir);
      if (Files.getFileStore(dir).getUsableSpace() < NEEDED_BYTES) {
        throw new IllegalStateException(
            "less than 200 MB are free at " + dir + ": make room, or use --data");
      }
      FileChannel channel =
          FileChannel.open(
              dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new IllegalStateException(
            "another pipeline runs on " + dir + ": stop it, or use --data for a second one");
      }
      if (fresh) {
        wipe(dir);
      }
      return new DataFolder(dir, channel);
    } catch (IOException e) {
      throw new IllegalStateException(dir + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static void wipe(Path dir) throws IOException {
    for (String part : List.of("kafka", "redis", "logs")) {
      if (Files.exists(dir.resolve(part))) {
        try (Stream<Path> all = Files.walk(dir.resolve(part))) {
          for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    }
  }

  Path kafka() {
    return dir.resolve("kafka");
  }

  Path redis() {
    return dir.resolve("redis");
  }

  Path log(String name) {
    return dir.resolve("logs").resolve(name + ".log");
  }

  /** Notes for other commands where the pipeline is. */
  void running(String api, String redis) {
    Properties where = new Properties();
    where.setProperty("api", api);
    where.setProperty("redis", redis);
    try (var file = Files.newBufferedWriter(dir.resolve(RUNNING))) {
      where.store(file, null);
    } catch (IOException e) {
      throw new IllegalStateException(dir + " cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Where the pipeline on {@code dir} is.
   *
   * @throws IllegalStateException if none runs
   */
  static Properties whereRunning(Path dir) {
    Properties where = new Properties();
    try (var file = Files.newBufferedReader(dir.resolve(RUNNING))) {
      where.load(file);
      return where;
    } catch (IOException e) {
      throw new IllegalStateException("no pipeline runs here: start one with ./pipeline up", e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(dir.resolve(RUNNING));
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
