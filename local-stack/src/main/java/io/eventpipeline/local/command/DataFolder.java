package io.eventpipeline.local.command;

import io.eventpipeline.local.Folders;
import io.eventpipeline.local.PrivateFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder of a local pipeline's data and logs. One pipeline at a time uses it. */
final class DataFolder implements AutoCloseable {
  private static final long NEEDED_MB = 400;
  private static final long FULL_MB = 5;
  private static final String RUNNING = "running.properties";

  private final Path dir;
  private final FileChannel channel;

  private DataFolder(Path dir, FileChannel channel) {
    this.dir = dir;
    this.channel = channel;
  }

  /**
   * Locks the folder for this process.
   *
   * @throws IllegalStateException saying what to do, if it is in use or there is no room
   */
  static DataFolder open(Path dir) {
    try {
      Files.createDirectories(dir);
      long free = Files.getFileStore(dir).getUsableSpace() >> 20;
      if (free < NEEDED_MB) {
        throw new IllegalStateException(
            "%s has %d MB of free space and needs %d: free some space, or choose another folder with --data"
                .formatted(dir, free, NEEDED_MB));
      }
      FileChannel channel =
          FileChannel.open(
              dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new IllegalStateException(
            "another pipeline runs on " + dir + ": stop it, or choose another folder with --data");
      }
      return new DataFolder(dir, channel);
    } catch (IOException e) {
      throw new IllegalStateException(
          "%s cannot be written (%s): choose another folder with --data"
              .formatted(dir, Reason.of(e)));
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Whether less than 5 MB of the disk are free. */
  boolean isFull() throws IOException {
    return Files.getFileStore(dir).getUsableSpace() >> 20 < FULL_MB;
  }

  /** Deletes the data and the logs of earlier pipelines. */
  void wipe() throws IOException {
    for (Path part : List.of(kafka(), redis(), postgres(), dir.resolve("logs"))) {
      Folders.delete(part);
    }
  }

  Path kafka() {
    return dir.resolve("kafka");
  }

  Path redis() {
    return dir.resolve("redis");
  }

  Path postgres() {
    return dir.resolve("postgres");
  }

  Path log(String name) {
    return dir.resolve("logs").resolve(name + ".log");
  }

  WebhookSecret webhookSecret() throws IOException {
    return WebhookSecret.find(dir.resolve("webhook-secret"));
  }

  OrphanProcesses orphans() {
    return new OrphanProcesses(dir.resolve("children"));
  }

  /**
   * Notes for other commands where the pipeline runs.
   *
   * @param webhookSecret with which webhooks are signed
   * @param types that are taken; empty if the built-in handler takes all
   * @param around {@code kafka}, and what {@link UpOptions#notes} gives
   */
  void noteRunning(
      String api, String redis, String webhookSecret, Set<String> types, Map<String, String> around)
      throws IOException {
    Properties where = new Properties();
    where.setProperty("api", api);
    where.setProperty("redis", redis);
    where.setProperty("webhookSecret", webhookSecret);
    where.setProperty("types", String.join("\n", types));
    where.putAll(around);
    StringWriter text = new StringWriter();
    where.store(text, null);
    PrivateFile.write(dir.resolve(RUNNING), text.toString());
  }

  /** What {@link #noteRunning} noted in {@code dir}; empty if no pipeline runs there. */
  static Properties whereRunning(Path dir) {
    Properties where = new Properties();
    try (var file = Files.newBufferedReader(dir.resolve(RUNNING))) {
      where.load(file);
    } catch (IOException none) {
      where.clear();
    }
    return where;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(dir.resolve(RUNNING));
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(dir + " cannot be cleaned up", e);
    }
  }
}
