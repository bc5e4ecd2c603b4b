package io.eventpipeline.admin.command;

import io.eventpipeline.local.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that ran as a process.
 *
 * @param output both streams
 */
record CommandProcess(int status, String output) {
  /**
   * Runs it to its end, in a folder and without what this process knows of Redis and Kafka.
   *
   * @param input what it reads
   */
  static CommandProcess run(Path dir, Map<String, String> env, String input, String... args)
      throws IOException, InterruptedException {
    List<String> command = JavaCommand.begin();
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(AdminCommand.class.getName());
    command.addAll(List.of(args));
    Path output = Files.createTempFile(dir, "output", ".txt");
    Path typed = Files.writeString(Files.createTempFile(dir, "input", ".txt"), input);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectInput(typed.toFile())
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(REDIS|KAFKA|TOPIC)_.*"));
    builder.environment().putAll(env);
    Process process = builder.start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("it does not end:\n" + Files.readString(output));
    }
    return new CommandProcess(process.exitValue(), Files.readString(output));
  }
}
