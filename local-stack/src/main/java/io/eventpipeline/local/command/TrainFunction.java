package io.eventpipeline.local.command;

import io.eventpipeline.local.AotCache;
import io.eventpipeline.local.GatewayEvent;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalLambda;
import io.eventpipeline.local.LocalLambda.Outcome;
import io.eventpipeline.local.LocalRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs the Lambda function once, so that its JVM writes down what it loaded. */
@Command(
    name = "train-function",
    hidden = true,
    description = "Makes the function's cache of classes.")
public final class TrainFunction implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Parameters(description = "the folder of the function; what the run leaves goes beside it")
  private Path function = Path.of(".");

  @Override
  public Integer call() {
    Path cache = function.toAbsolutePath().resolve("ingest.aot");
    Path servers = function.toAbsolutePath().resolveSibling("training");
    try (LocalRedis redis = LocalRedis.start(servers.resolve("redis"), 0);
        LocalKafka kafka = LocalKafka.start(servers.resolve("kafka"), 0, Map.of());
        LocalLambda lambda =
            LocalLambda.start(
                List.of(function.toAbsolutePath().resolve("bootstrap").toString()),
                Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    kafka.bootstrapServers(),
                    "REDIS_URI",
                    redis.uri(),
                    "JAVA_TOOL_OPTIONS",
                    AotCache.toWrite(cache)),
                servers.resolve("function.log"))) {
      String event = "{\"userId\":\"ann\",\"type\":\"t\",\"payload\":{\"seq\":1}}";
      for (String call :
          List.of(
              GatewayEvent.http("/events", event),
              GatewayEvent.rest("/events", event),
              GatewayEvent.http("/events/batch", "{\"events\":[" + event + "]}"),
              GatewayEvent.http("/events", "{}"))) {
        if (lambda.call(call, PATIENCE) instanceof Outcome.Failed(String why)) {
          throw new IllegalStateException("the function failed: " + why);
        }
      }
      lambda.terminate();
      if (!Files.isRegularFile(cache)) {
        throw new IllegalStateException("there is no cache:\n" + lambda.tail());
      }
    }
    return 0;
  }
}
