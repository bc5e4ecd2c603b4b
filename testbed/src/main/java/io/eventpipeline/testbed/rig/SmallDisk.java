package io.eventpipeline.testbed.rig;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system of its own, in memory, which a fault can fill. Linux only, and only for root.
 * Threads: one at a time.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final Path dir;

  private SmallDisk(Path dir) {
    this.dir = dir;
  }

  /** True if this process may mount one. */
  public static boolean isPossible() {
    try {
      Path dir = Files.createTempDirectory("small-disk");
      try (SmallDisk disk = mount(dir, 1)) {
        return true;
      } catch (IllegalStateException refused) {
        return false;
      } finally {
        Files.deleteIfExists(dir);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Mounts one.
   *
   * @param dir is made if it is missing
   * @throws IllegalStateException if this process may not
   */
  static SmallDisk mount(Path dir, int megabytes) {
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=755", "tmpfs", dir.toString());
    return new SmallDisk(dir);
  }

  /** Fills it to the last byte. */
  public void fill() {
    try (OutputStream filler = Files.newOutputStream(filler())) {
      for (int size = CHUNK; size > 0; size /= 2) {
        writeUntilFull(filler, new byte[size]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeUntilFull(OutputStream filler, byte[] chunk) {
    try {
      while (true) {
        filler.write(chunk);
      }
    } catch (IOException full) {
      // A smaller chunk may still fit.
    }
  }

  /** Gives the space back that {@link #fill} took. */
  public void free() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return dir.resolve("filler");
  }

  Path dir() {
    return dir;
  }

  /** Its data is gone. A process that still has an open file there keeps the memory. */
  @Override
  public void close() {
    run("umount", "--lazy", dir.toString());
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(List.of(command) + " failed: " + output);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
