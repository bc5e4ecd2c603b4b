package io.eventpipeline.acceptance;

import io.eventpipeline.local.JavaCommand;
import io.eventpipeline.testbed.rig.Pipeline;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of the operator's commands, as the pipeline script starts it.
 *
 * @param status of its end
 */
record OperatorCommand(int status, String output) {
  private static final Path ADMIN = Path.of(System.getProperty("testbed.admin"));
  private static final Path LOCAL = Path.of(System.getProperty("testbed.local"));

  /** Runs it to its end. */
  static OperatorCommand run(Pipeline pipeline, String... args)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(pipeline.dir(), args[0], ".txt");
    Process process = start(pipeline, output, args);
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("it does not end:\n" + Files.readString(output));
    }
    return new OperatorCommand(process.exitValue(), Files.readString(output));
  }

  /** Starts it. The caller ends it. */
  static Process start(Pipeline pipeline, Path output, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").startsWith("Linux")) {
      // A child of a background job ignores Ctrl-C, unless it is told not to.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(JavaCommand.begin());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
    command.addAll(
        List.of(
            "-cp",
            String.join(
                File.pathSeparator,
                ADMIN.toString(),
                LOCAL.toString(),
                ADMIN.resolveSibling("lib") + "/*",
                LOCAL.resolveSibling("lib") + "/*")));
    command.add("io.eventpipeline.admin.command.AdminCommand");
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("REDIS_URI", pipeline.redis().uri());
    builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", pipeline.kafka().bootstrapServers());
    return builder.start();
  }
}
