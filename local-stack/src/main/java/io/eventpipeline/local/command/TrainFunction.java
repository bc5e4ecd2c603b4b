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
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Makes the Lambda function's AOT cache with a run of the HTTP API handler, and tries the cache
 * with the REST API handler.
 */
@Command(
    name = "train-function",
    hidden = true,
    description = "Makes the Lambda function's AOT cache.")
public final class TrainFunction implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Parameters(description = "folder of the function; data and logs of the run go beside it")
  private Path function = Path.of(".");

  @Override
  public Integer call() {
    Path cache = function.toAbsolutePath().resolve("ingest.aot");
    Path servers = function.toAbsolutePath().resolveSibling("training");
    try (LocalRedis redis = LocalRedis.start(servers.resolve("redis"), 0);
        LocalKafka kafka = LocalKafka.start(servers.resolve("kafka"), 0, Map.of())) {
      Map<String, String> env =
          Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "REDIS_URI", redis.uri());
      Map<String, String> training = new TreeMap<>(env);
      training.put("JAVA_TOOL_OPTIONS", AotCache.toWrite(cache));
      String event = "{\"userId\":\"ann\",\"type\":\"t\",\"payload\":{\"seq\":1}}";
      try (LocalLambda http = start(LocalLambda.HTTP_API, training, servers)) {
        call(http, GatewayEvent.http("/events", event));
        call(http, GatewayEvent.http("/events/batch", "{\"events\":[" + event + "]}"));
        call(http, GatewayEvent.http("/events", "{}"));
        http.terminate();
        if (!Files.isRegularFile(cache)) {
          throw new IllegalStateException("the JVM wrote no cache:\n" + http.tail());
        }
      }
      try (LocalLambda rest = start(LocalLambda.REST_API, env, servers)) {
        call(rest, GatewayEvent.rest("/events", event));
      }
    }
    return 0;
  }

  private LocalLambda start(String handler, Map<String, String> env, Path servers) {
    return LocalLambda.start(
        handler,
        List.of(function.toAbsolutePath().resolve("bootstrap").toString()),
        env,
        servers.resolve("function.log"));
  }

  private static void call(LocalLambda lambda, String event) {
    if (lambda.call(event, PATIENCE) instanceof Outcome.Failed(String why)) {
      throw new IllegalStateException("the function failed: " + why);
    }
  }
}
