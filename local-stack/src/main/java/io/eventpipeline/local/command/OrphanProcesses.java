package io.eventpipeline.local.command;

import io.eventpipeline.local.PrivateFile;
import io.eventpipeline.local.StackProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Processes that a killed pipeline left running. A file lists each process with its start time,
 * because its id may belong to another program by now, and with the signal that ends it.
 */
final class OrphanProcesses {
  /**
   * Linux derives start times from the time of its boot, which moves when the clock is set. The
   * same id does not come round again within these milliseconds.
   */
  private static final long SAME_START = 5000;

  private final Path file;

  OrphanProcesses(Path file) {
    this.file = file;
  }

  /** Notes a process, for the next pipeline to end if this one is killed. Any thread. */
  void note(StackProcess process) throws IOException {
    Optional<Instant> start = process.process().info().startInstant();
    if (start.isPresent()) {
      Files.writeString(
          file,
          "%d %d %s %s%n"
              .formatted(
                  process.process().pid(),
                  start.get().toEpochMilli(),
                  process.endSignal(),
                  process.name()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  /** Ends those that still run, the last started first. */
  void endAll(Progress progress) throws IOException {
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file).reversed()) {
        end(line.split(" ", 4), progress);
      }
      forget();
    }
  }

  /** Forgets those that have ended. The next pipeline ends the others. */
  void forget() throws IOException {
    if (Files.exists(file)) {
      String running =
          Files.readAllLines(file).stream()
              .filter(line -> running(line.split(" ", 4)).isPresent())
              .map(line -> line + System.lineSeparator())
              .collect(Collectors.joining());
      if (running.isEmpty()) {
        Files.delete(file);
      } else {
        PrivateFile.write(file, running);
      }
    }
  }

  private static void end(String[] noted, Progress progress) {
    Optional<ProcessHandle> running = running(noted);
    if (running.isPresent()) {
      ProcessHandle process = running.get();
      progress.say("stopping " + noted[3] + ", which a killed pipeline left running");
      signal(noted[2], process);
      if (!awaitEnd(process, 30)) {
        process.destroyForcibly();
        boolean ignored = awaitEnd(process, 5);
      }
    }
  }

  /** The process of a line, unless it has ended. */
  private static Optional<ProcessHandle> running(String[] noted) {
    if (noted.length != 4) {
      return Optional.empty(); // the pipeline was killed in the middle of this line
    }
    return ProcessHandle.of(Long.parseLong(noted[0]))
        .filter(process -> hasStartedAt(process, Long.parseLong(noted[1])))
        .filter(process -> process.info().command().isPresent()); // else it waits to be reaped
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
      if (!awaitEnd(kill.toHandle(), 5) || kill.exitValue() != 0) {
        process.destroy();
      }
    } catch (IOException e) {
      process.destroy();
    }
  }

  private static boolean hasStartedAt(ProcessHandle process, long millis) {
    return process
        .info()
        .startInstant()
        .filter(at -> Math.abs(at.toEpochMilli() - millis) <= SAME_START)
        .isPresent();
  }

  private static boolean awaitEnd(ProcessHandle process, int seconds) {
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
