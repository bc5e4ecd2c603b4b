package io.eventpipeline.local.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes that a killed pipeline left behind: it could not end them itself. Each process is noted
 * in a file with its time of start, since a number alone may belong to somebody else by now.
 */
final class Leftovers {
  private final Path file;

  Leftovers(Path file) {
    this.file = file;
  }

  /** Notes a process that is to be ended by the next pipeline, if this one cannot. */
  void note(Part part) throws IOException {
    Optional<Instant> start = part.process().info().startInstant();
    if (start.isPresent()) {
      Files.writeString(
          file,
          "%d %d %s%n".formatted(part.process().pid(), start.get().toEpochMilli(), part.name()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  /** Ends those that still run, the last started first. */
  void end(Progress progress) throws IOException {
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file).reversed()) {
        end(line.split(" ", 3), progress);
      }
      Files.delete(file);
    }
  }

  void forget() throws IOException {
    Files.deleteIfExists(file);
  }

  private static void end(String[] noted, Progress progress) {
    if (noted.length != 3) {
      return; // the pipeline was killed in the middle of this line
    }
    List<ProcessHandle> running =
        ProcessHandle.of(Long.parseLong(noted[0])).stream()
            .filter(process -> startedAt(process, Long.parseLong(noted[1])))
            .toList();
    for (ProcessHandle process : running) {
      progress.say("ending " + noted[2] + ", left behind by a pipeline that was killed");
      process.destroy();
      if (!ends(process, 30)) {
        process.destroyForcibly();
        boolean ignored = ends(process, 5);
      }
    }
  }

  private static boolean startedAt(ProcessHandle process, long millis) {
    return process.info().startInstant().filter(at -> at.toEpochMilli() == millis).isPresent();
  }

  private static boolean ends(ProcessHandle process, int seconds) {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
