package io.eventpipeline.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process that ends with this one at the latest. Its output goes to a file. */
final class ChildProcess {
  private static final long MOST_BYTES = 256 << 10;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
  private static final Pattern STACK_FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ more)");

  /**
   * Starts a session of its own, so that Ctrl-C reaches only us; empty where there is no setsid.
   */
  private static final List<String> OWN_SESSION =
      Stream.of("/usr/bin/setsid").filter(command -> new File(command).canExecute()).toList();

  /** To which other processes of the stack a process yields the processors. */
  enum Yields {
    /** To Redis: all others wait for its one thread. */
    TO_REDIS(5),
    /** To everything that a client waits for. */
    TO_ALL(10);

    private final int nice;

    Yields(int nice) {
      this.nice = nice;
    }

    /**
     * The prefix that makes a command yield. Where Linux shares the processors among sessions
     * (sched(7), autogroup), the nice value of the session counts, not that of the process.
     */
    private List<String> command() {
      return OWN_SESSION.isEmpty()
          ? List.of("nice", "-n", "" + nice)
          : List.of(
              "/bin/sh",
              "-c",
              "{ echo %d >/proc/self/autogroup; } 2>/dev/null; exec nice -n %d \"$@\""
                  .formatted(nice, nice),
              "sh");
    }
  }

  private static final Set<Process> ALL = ConcurrentHashMap.newKeySet();
  private static boolean isEnding; // guarded by ALL

  static {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(ChildProcess::endAll));
  }

  private final String name;
  private final Process process;
  private final Path log;
  private final long begins;

  /**
   * @param begins length of the log before this start, in bytes: earlier output is skipped
   */
  private ChildProcess(String name, Process process, Path log, long begins) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.begins = begins;
  }

  /** Starts a process. */
  static ChildProcess start(String name, List<String> command, Map<String, String> env, Path log) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      PrivateFile.create(log);
      long begins = Files.size(log);
      ProcessBuilder builder =
          new ProcessBuilder(Stream.concat(OWN_SESSION.stream(), command.stream()).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(env);
      return new ChildProcess(name, start(builder), log, begins);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  /** Other threads still run while the JVM ends; what they start then would outlive it. */
  private static Process start(ProcessBuilder builder) throws IOException {
    synchronized (ALL) {
      if (isEnding) {
        throw new IOException("the process that starts it is ending");
      }
      Process process = builder.start();
      ALL.add(process);
      process.onExit().thenAccept(ALL::remove);
      return process;
    }
  }

  private static void endAll() {
    synchronized (ALL) {
      isEnding = true;
    }
    ALL.forEach(Process::destroyForcibly);
  }

  /** Starts a process that yields to others. */
  static ChildProcess start(
      String name, List<String> command, Map<String, String> env, Path log, Yields yields) {
    List<String> yielding = Stream.concat(yields.command().stream(), command.stream()).toList();
    return start(name, yielding, env, log);
  }

  String name() {
    return name;
  }

  Process process() {
    return process;
  }

  Path log() {
    return log;
  }

  /**
   * Waits until {@code ready} while it runs: a port may answer that a stranger has taken first.
   *
   * @throws IllegalStateException if the process ends first or time is up, with the end of the log;
   *     or if this thread is interrupted
   */
  void await(BooleanSupplier ready, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!ready.getAsBoolean() || !process.isAlive()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            name + " ended with status " + process.exitValue() + ":\n" + tail());
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            name
                + " was not ready after "
                + atMost.toSeconds()
                + " s. If this machine is busy, try again. The end of its log:\n"
                + tail());
      }
      waitFor(20);
    }
  }

  /** As {@link #await}, and kills a process that does not become ready. */
  void awaitOrKill(BooleanSupplier ready, Duration atMost) {
    try {
      await(ready, atMost);
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Sends SIGTERM, and SIGKILL after {@code patience}; waits for the end. */
  void terminate(Duration patience) {
    process.destroy();
    if (!waitFor(patience.toMillis())) {
      kill();
    }
  }

  /**
   * Sends a signal that ends the process, and SIGKILL after {@code patience}; waits for the end.
   */
  void terminate(String signal, Duration patience) {
    try {
      if (process.isAlive()) {
        signal(signal);
      }
    } catch (IllegalStateException e) {
      kill(); // it has ended meanwhile, or hears nothing else
    }
    if (!waitFor(patience.toMillis())) {
      kill();
    }
  }

  /** Sends SIGKILL and waits for the end. */
  void kill() {
    process.destroyForcibly();
    if (!waitFor(10_000)) {
      throw new IllegalStateException(name + " does not end");
    }
  }

  /** Sends a signal by its name, such as KILL or CONT. Waits until STOP has stopped all threads. */
  void signal(String signal) {
    send(List.of("kill", "-" + signal, "" + process.pid()), signal);
    if (signal.equals("STOP")) {
      awaitStopped();
    }
  }

  /** The threads of a process that yields run on until a busy machine lets one see the signal. */
  private void awaitStopped() {
    File threads = new File("/proc/%d/task".formatted(process.pid())); // Linux only
    long end = System.nanoTime() + LONGEST_STOP.toNanos();
    while (threads.isDirectory() && !areStopped(threads)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(name + " does not stop");
      }
      waitFor(1);
    }
  }

  private static boolean areStopped(File threads) {
    String[] ids = threads.list();
    return ids == null || Stream.of(ids).allMatch(id -> isStopped(threads.toPath().resolve(id)));
  }

  private static boolean isStopped(Path thread) {
    try {
      String state = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
      return state.startsWith("T", state.lastIndexOf(')') + 2); // proc_pid_stat(5)
    } catch (IOException ended) {
      return true;
    }
  }

  /** As {@link #signal}, and to each process that it started too. */
  void signalAll(String signal) {
    List<String> kill = new ArrayList<>(List.of("kill", "-" + signal, "" + process.pid()));
    process.descendants().map(ProcessHandle::pid).map(String::valueOf).forEach(kill::add);
    send(kill, signal);
  }

  private void send(List<String> command, String signal) {
    try {
      Process kill = new ProcessBuilder(command).start();
      if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new IllegalStateException("signal " + signal + " did not reach " + name);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("signal " + signal + " cannot be sent", e);
    }
  }

  /** The last 15 lines of its output, without the frames of stack traces. */
  String tail() {
    List<String> lines =
        output().lines().filter(line -> !STACK_FRAME.matcher(line).find()).toList();
    return lines.isEmpty()
        ? "(no output since its start; log: " + log + ")"
        : String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  /** Its output since this start, at most the last 256 KB; empty if the log is gone. */
  String output() {
    try (FileChannel file = FileChannel.open(log)) {
      long from = Math.max(file.size() < begins ? 0 : begins, file.size() - MOST_BYTES);
      file.position(from);
      byte[] said = Channels.newInputStream(file).readAllBytes();
      return new String(said, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private boolean waitFor(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }
}
