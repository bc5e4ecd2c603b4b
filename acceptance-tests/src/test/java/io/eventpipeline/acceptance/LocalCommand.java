package io.eventpipeline.acceptance;

import io.eventpipeline.local.JavaCommand;
import io.eventpipeline.local.PipelineCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of the pipeline script as a process, from the class path of the tests. */
final class LocalCommand implements AutoCloseable {
  private final Process process;
  private final Path output;

  private LocalCommand(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it.
   *
   * @param dir where it runs, and where its output goes
   */
  static LocalCommand start(Path dir, Map<String, String> env, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").startsWith("Linux")) {
      // A child of a background job ignores Ctrl-C, unless it is told not to.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(JavaCommand.begin());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PipelineCommand.class.getName());
    command.addAll(List.of(args));
    Path output = Files.createTempFile(dir, args[0], ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(env);
    return new LocalCommand(builder.start(), output);
  }

  /** Waits for its end and gives its status. */
  int awaitEnd(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end:\n" + output());
    }
    return process.exitValue();
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
