package io.eventpipeline.local.command;

import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One command of the pipeline script, as a process of the built jar. */
final class CommandProcess implements AutoCloseable {
  /** Longer than a command waits for what it starts, so that it says itself what failed. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final Path output;
  private List<ProcessHandle> children = List.of();

  private CommandProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static CommandProcess start(Path checkout, String... args) throws IOException {
    return start(List.of(), Map.of(), checkout, args);
  }

  /** Starts it with variables of its environment. */
  static CommandProcess start(Map<String, String> env, Path checkout, String... args)
      throws IOException {
    return start(List.of(), env, checkout, args);
  }

  /**
   * Starts it as a shell does that a person types into: the command and what it starts are one
   * process group, and hear Ctrl-C even where this process was started not to (nohup, a script's
   * background job), which a child inherits.
   */
  static CommandProcess startAsGroup(Path checkout, String... args) throws IOException {
    return start(List.of("env", "--default-signal=INT", "setsid"), Map.of(), checkout, args);
  }

  private static CommandProcess start(
      List<String> prefix, Map<String, String> env, Path checkout, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(JavaCommand.begin());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-jar", Path.of("target/local-stack.jar").toAbsolutePath().toString()));
    command.addAll(List.of(args));
    Path output = Files.createTempFile(checkout, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(checkout.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(env);
    return new CommandProcess(builder.start(), output);
  }

  /** Waits until it says this. */
  CommandProcess awaitSaid(String text) {
    await().atMost(PATIENCE).until(() -> said(text) || !process.isAlive());
    if (!said(text)) {
      throw new AssertionError("it ended without saying: " + text + "\n" + output());
    }
    children = process.children().toList();
    return this;
  }

  /** Waits for its end and gives its status. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end:\n" + output());
    }
    return process.exitValue();
  }

  private boolean said(String text) {
    return output().contains(text);
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it had started when {@link #awaitSaid} came back. */
  List<ProcessHandle> children() {
    return children;
  }

  /** That one of them which runs a jar of this name. */
  ProcessHandle child(String jar) {
    return children.stream()
        .filter(child -> child.info().commandLine().orElse("").contains(jar))
        .findFirst()
        .orElseThrow();
  }

  /** As Ctrl-C in a terminal does, of a command that was started as a group. */
  void interruptGroup() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
  }

  Process process() {
    return process;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
