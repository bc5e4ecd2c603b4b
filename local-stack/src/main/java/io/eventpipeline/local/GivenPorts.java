package io.eventpipeline.local;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Which ports were given lately, in a file that all processes of a user share: a port is free from
 * when it is found until a server listens, and another process must not find it meanwhile. The file
 * holds for each port the time when it was given, in unix milliseconds. Threads: any.
 */
final class GivenPorts {
  /** A server listens much sooner. */
  private static final Duration LATELY = Duration.ofMinutes(5);

  private final Path file;

  GivenPorts(Path file) {
    this.file = file;
  }

  /**
   * Gives a port unless it was given lately.
   *
   * @param index of the port in the file, from 0
   */
  synchronized boolean take(int index) {
    try (FileChannel times = FileChannel.open(file, CREATE, READ, WRITE, NOFOLLOW_LINKS);
        FileLock locked = times.lock()) {
      long at = (long) index * Long.BYTES;
      long now = System.currentTimeMillis();
      boolean free = locked.isValid() && isLongAgo(times, at, now);
      if (free) {
        times.write(ByteBuffer.allocate(Long.BYTES).putLong(0, now), at);
      }
      return free;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot note which ports are in use in " + file, e);
    }
  }

  private static boolean isLongAgo(FileChannel times, long at, long now) throws IOException {
    ByteBuffer given = ByteBuffer.allocate(Long.BYTES); // zero beyond the end of the file
    int ignored = times.read(given, at);
    long ago = now - given.getLong(0);
    return ago < 0 || ago > LATELY.toMillis(); // a clock that was set back must not lock ports
  }
}
