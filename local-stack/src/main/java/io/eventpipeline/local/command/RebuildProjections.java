package io.eventpipeline.local.command;

import io.eventpipeline.local.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Starts the rebuild of the SQL tables as a process of its own, because only that has the classes
 * of Kafka and of the projections.
 */
@Command(
    name = "rebuild-projections",
    mixinStandardHelpOptions = true,
    description =
        "Builds the SQL tables anew from the topic, while the pipeline runs, and puts them into the"
            + " place of the old ones. Redis is not touched. Exit status: 0 done, 1 failed, 2"
            + " refused.")
public final class RebuildProjections implements Callable<Integer> {
  private static final String MAIN = "io.eventpipeline.projection.rebuild.RebuildMain";
  private static final Path CONSUMER = Path.of("consumer-service/target/consumer-service.jar");

  @Mixin private RunningPipeline running = new RunningPipeline();

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS}",
      description = "the broker (default: that of the running pipeline)")
  private @Nullable String kafka;

  @Option(
      names = "--sql",
      paramLabel = "URL",
      defaultValue = "${env:PIPELINE_SQL}",
      description =
          "the database, for JDBC (default: that of the running pipeline); the account comes from"
              + " PIPELINE_SQL_USERNAME and PIPELINE_SQL_PASSWORD, see up --help")
  private @Nullable String sql;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description =
          "keep the rows from before this date, such as 2026-11-01; needed if the topic has lost"
              + " its first records")
  private @Nullable String from;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Properties where = running.where();
    String brokers = kafka != null ? kafka : where.getProperty("kafka", "");
    String url = sql != null ? sql : where.getProperty("sqlUrl", "");
    if (brokers.isEmpty() || url.isEmpty()) {
      throw new IllegalStateException(
          "no pipeline with projections runs on %s: start one with ./pipeline up, or give --kafka and --sql"
              .formatted(running));
    }
    ProcessBuilder rebuild = new ProcessBuilder(command()).inheritIO();
    Map<String, String> environment = rebuild.environment();
    environment.putAll(SqlDatabase.given(url).toWrite());
    environment.put("KAFKA_BOOTSTRAP_SERVERS", brokers);
    environment.put("REBUILD_FROM", from == null ? "" : from);
    return runToItsEnd(rebuild.start());
  }

  private static List<String> command() throws IOException {
    String path =
        Stream.concat(Stream.of(CONSUMER), Stream.of(UpProjections.jars()))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = JavaCommand.begin();
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-Dlogback.configurationFile=rebuild-logback.xml", "-cp", path, MAIN));
    return command;
  }

  /** A signal ends the rebuild too, which then removes what it made. */
  private static int runToItsEnd(Process rebuild) throws InterruptedException {
    Thread onSignal =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  rebuild.destroy();
                  rebuild.onExit().join();
                });
    Runtime.getRuntime().addShutdownHook(onSignal);
    return rebuild.waitFor();
  }
}
