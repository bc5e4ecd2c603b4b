package io.eventpipeline.local.command;

import io.eventpipeline.local.AotCache;
import io.eventpipeline.local.Folders;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Runs the whole pipeline once under load. The JVMs of the broker and the services record the
 * classes and profiles of that run in AOT caches, from which later runs start.
 */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description =
        "Makes the caches from which the broker and the services start faster, unless this build"
            + " has them already.")
public final class Train implements Callable<Integer> {
  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration WRITTEN = Duration.ofMinutes(2);

  private final Progress progress = new Progress();

  @Override
  public Integer call() throws Exception {
    AotCache broker = LocalKafka.cache();
    AotCache api = new AotCache(jar("ingest-function"));
    AotCache worker = new AotCache(jar("consumer-service"));
    if (Stream.of(broker, api, worker).allMatch(AotCache::isUsable)) {
      progress.say("this build has its caches already");
      return 0;
    }
    progress.say("training the JVMs; this takes half a minute");
    Path dir = broker.of().resolveSibling("training");
    Folders.delete(dir);
    try {
      train(broker, api, worker, dir);
      return 0;
    } catch (IllegalStateException e) {
      throw new IllegalStateException("the training failed; its logs are in " + dir, e);
    } finally {
      for (String data : List.of("redis", "kafka/data", "broker", "ingest", "consumer")) {
        Folders.delete(dir.resolve(data));
      }
    }
  }

  private void train(AotCache broker, AotCache api, AotCache worker, Path dir) throws Exception {
    try (LocalRedis redis = LocalRedis.startStore(dir.resolve("redis"), 0);
        LocalKafka kafka = LocalKafka.startToTrain(dir.resolve("kafka"), dir.resolve("broker"))) {
      Map<String, String> servers =
          Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "REDIS_URI", redis.uri());
      try (ServiceProcess ingest = service("ingest", api, servers, dir);
          ServiceProcess consumer = service("consumer", worker, servers, dir)) {
        ingest.awaitReady(READY);
        consumer.awaitReady(READY);
        progress.say("the pipeline runs");
        new TrainingLoad(ingest.port(), redis.uri()).run();
        progress.say("the training load is final");
        end(ingest.process(), consumer.process());
      }
      end(kafka.process());
    }
    broker.keep(dir.resolve("broker"));
    api.keep(dir.resolve("ingest"));
    worker.keep(dir.resolve("consumer"));
    progress.say("the caches are written");
  }

  private static ServiceProcess service(
      String name, AotCache cache, Map<String, String> servers, Path dir) {
    ServiceProcess.Builder builder =
        ServiceProcess.of("the " + name, cache.of())
            .train(dir.resolve(name))
            .logTo(dir.resolve(name + ".log"));
    servers.forEach(builder::env);
    return builder.start();
  }

  /** Ends JVMs and waits: each writes its cache at its end, which takes some seconds. */
  private static void end(Process... all) throws InterruptedException {
    for (Process process : all) {
      process.destroy();
    }
    for (Process process : all) {
      if (!process.waitFor(WRITTEN.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "a JVM did not write its cache within " + WRITTEN.toSeconds() + " s");
      }
    }
  }

  private static Path jar(String module) {
    return Path.of(module, "target", module + ".jar").toAbsolutePath();
  }
}
