package io.eventpipeline.admin.command;

import io.eventpipeline.local.command.RunningPipeline;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which Kafka and Redis the commands use: those of the options, else of the environment, else of
 * the pipeline that runs in this folder, else those on this machine.
 */
final class PipelineTarget {
  @Mixin private RunningPipeline running = new RunningPipeline();

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS}",
      description =
          "the broker (default: KAFKA_BOOTSTRAP_SERVERS, else that of the running pipeline, else"
              + " localhost:9092)")
  private @Nullable String kafka;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      defaultValue = "${env:REDIS_URI}",
      description =
          "such as redis://localhost:6379; put one with a password into REDIS_URI (default: that,"
              + " else that of the running pipeline, else localhost:6379)")
  private @Nullable String redis;

  String kafka() {
    return given(kafka, "kafka", "localhost:9092");
  }

  String redis() {
    return given(redis, "redis", "redis://localhost:6379");
  }

  private String given(@Nullable String option, String noted, String otherwise) {
    return option != null && !option.isEmpty()
        ? option
        : running.where().getProperty(noted, otherwise);
  }
}
