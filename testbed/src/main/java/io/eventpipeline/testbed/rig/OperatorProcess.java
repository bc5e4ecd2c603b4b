package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The code of the operator's commands in a process of its own, which can be killed. It gets the
 * options of the pipeline script. Threads: any.
 */
public final class OperatorProcess {
  private static final String COMMANDS = "io.eventpipeline.admin.command.AdminCommand";
  private static final String STEPS = "io.eventpipeline.testbed.operator.ReplayTool";
  private static final long MOST_SECONDS = 600;

  private final Process process;
  private final Path output;

  private OperatorProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * What a count found.
   *
   * @param total dead letters in the job
   * @param firstMs milliseconds until the first progress was reported
   * @param ms milliseconds in all
   */
  public record Counted(String job, long total, long firstMs, long ms) {}

  /**
   * Counts the dead letters of a type. Waits for the end.
   *
   * @param rate of the job, in events a second; 0 = no cap
   */
  public static Counted count(Path dir, String redis, String type, int rate) {
    String[] said = start(dir, STEPS, "count", redis, type, "" + rate).lastLine().split(" ", -1);
    return new Counted(
        said[0], Long.parseLong(said[1]), Long.parseLong(said[2]), Long.parseLong(said[3]));
  }

  /** Starts a runner of a job. It waits while another one has the job. */
  public static OperatorProcess run(Path dir, String redis, String kafka, String job) {
    return start(dir, STEPS, "run", redis, kafka, job);
  }

  /**
   * Runs one of the operator's commands, such as {@code pause}, to its end.
   *
   * @throws IllegalStateException if its exit status is not 0
   */
  public static void command(Path dir, String redis, String kafka, String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(List.of("--redis", redis, "--kafka", kafka));
    start(dir, COMMANDS, all.toArray(String[]::new)).awaitSuccess();
  }

  private static OperatorProcess start(Path dir, String mainClass, String... args) {
    Path admin = Path.of(System.getProperty("testbed.admin"));
    List<String> command = JavaCommand.begin();
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(
        String.join(
            File.pathSeparator,
            admin.toString(),
            admin.resolveSibling("lib") + "/*",
            System.getProperty("java.class.path")));
    command.add(mainClass);
    command.addAll(Arrays.asList(args));
    try {
      Path output = Files.createTempFile(dir, "operator-", ".log");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      return new OperatorProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Process process() {
    return process;
  }

  /** The last line that it printed. Waits for its end. */
  public String lastLine() {
    awaitSuccess();
    return output().lines().reduce((before, last) -> last).orElse("");
  }

  private void awaitSuccess() {
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("an operator's command failed: " + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
