package io.eventpipeline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL as a child process on loopback, with an empty database and two users: {@link
 * #USER} owns it, {@link #READER} may log in. Neither has a password.
 */
public final class LocalPostgres implements StackServer {
  /** The owner of the database, and a superuser. */
  public static final String USER = "pipeline";

  /** A user without any right, until the owner grants some. */
  public static final String READER = "pipeline_reader";

  private static final String DATABASE = "pipeline";
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration END = Duration.ofSeconds(20);

  private static final String STILL_IN_USE = "pre-existing shared memory block";

  /** Which line of {@code postmaster.pid} says how far the start has come. */
  private static final int STATUS_LINE = 7;

  private final Path dir;
  private final int port;
  private final PostgresBinaries binaries;
  private volatile ChildProcess child;

  private LocalPostgres(Path dir, int port) {
    this.dir = dir;
    this.port = port;
    this.binaries = PostgresBinaries.in(dir.resolve("programs"));
    if (!Files.isRegularFile(data().resolve("PG_VERSION"))) {
      createDatabase();
    }
    this.child = launch();
  }

  /**
   * Starts a server, which makes every commit durable, and waits until it answers.
   *
   * @param dir of its data and its log
   * @param port 0 for a free one
   */
  public static LocalPostgres start(Path dir, int port) {
    return launch(dir, port).awaitReady();
  }

  /** As {@link #start}, and waits only for an empty database. */
  public static LocalPostgres launch(Path dir, int port) {
    return new LocalPostgres(dir.toAbsolutePath(), FreePort.orFree(port));
  }

  /**
   * {@inheritDoc} Processes of a server that was killed end a moment after it; until then none can
   * start, so this one may be launched again.
   */
  @Override
  public LocalPostgres awaitReady() {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      ChildProcess server = child;
      try {
        server.awaitOrKill(() -> isReady(server.process().pid()), START);
        return this;
      } catch (IllegalStateException e) {
        if (!String.valueOf(e.getMessage()).contains(STILL_IN_USE) || System.nanoTime() > end) {
          throw e;
        }
        child = launch();
      }
    }
  }

  public int port() {
    return port;
  }

  /** The URL for JDBC, without a user. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, DATABASE);
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public Process process() {
    return child.process();
  }

  @Override
  public String tail() {
    return child.tail();
  }

  /** After a SIGTERM it would wait until its clients have gone. */
  @Override
  public String endSignal() {
    return "INT";
  }

  /** Ends all connections and the server, in order, and waits. */
  public void stop() {
    child.terminate(endSignal(), END);
  }

  /** Sends SIGKILL and waits for the end. */
  public void kill() {
    child.kill();
  }

  /** Starts it again on the same port with its data on disk. */
  public void restart() {
    child = launch();
    awaitReady();
  }

  /** Sends a signal by its name, such as STOP or CONT, to the server and all its processes. */
  public void signal(String name) {
    child.signalAll(name);
  }

  @Override
  public void close() {
    stop();
  }

  private Path data() {
    return dir.resolve("data");
  }

  private Path log() {
    return dir.resolve("postgres.log");
  }

  private void createDatabase() {
    List<String> init = binaries.command("initdb");
    init.addAll(List.of("-D", data().toString(), "-U", USER, "-A", "trust", "-E", "UTF8"));
    init.addAll(List.of("--locale=C", "--no-sync", "--no-instructions"));
    finish(ChildProcess.start("initdb", init, Map.of(), log()));
    Path sql = dir.resolve("users.sql");
    try {
      Files.writeString(
          sql, "CREATE DATABASE %s;\nCREATE ROLE %s LOGIN;\n".formatted(DATABASE, READER));
    } catch (IOException e) {
      throw new UncheckedIOException(sql + " cannot be written", e);
    }
    List<String> single =
        new ArrayList<>(List.of("/bin/sh", "-c", "f=$1; shift; exec \"$@\" <\"$f\""));
    single.addAll(List.of("sh", sql.toString()));
    single.addAll(binaries.command("postgres"));
    single.addAll(List.of("--single", "-D", data().toString(), "postgres"));
    finish(ChildProcess.start("postgres --single", single, Map.of(), log()));
  }

  private static void finish(ChildProcess step) {
    try {
      if (!step.process().waitFor(START.toSeconds(), TimeUnit.SECONDS)
          || step.process().exitValue() != 0) {
        step.process().destroyForcibly();
        throw new IllegalStateException(step.name() + " failed:\n" + step.tail());
      }
    } catch (InterruptedException e) {
      step.process().destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + step.name(), e);
    }
  }

  private ChildProcess launch() {
    FreePort.require("PostgreSQL", port);
    List<String> command = binaries.command("postgres");
    command.addAll(List.of("-D", data().toString(), "-p", "" + port));
    command.addAll(List.of("-h", "127.0.0.1", "-c", "unix_socket_directories="));
    return ChildProcess.start("PostgreSQL", command, Map.of(), log());
  }

  /** A killed server leaves its file behind, so the process id must be ours. */
  private boolean isReady(long pid) {
    try {
      List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
      return lines.size() > STATUS_LINE
          && lines.getFirst().strip().equals("" + pid)
          && lines.get(STATUS_LINE).strip().equals("ready");
    } catch (IOException notYet) {
      return false;
    }
  }
}
