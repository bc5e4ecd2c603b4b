package io.eventpipeline.local.command;

import io.eventpipeline.local.AotCache;
import io.eventpipeline.local.Folders;
import io.eventpipeline.local.FreePort;
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
  private static final Duration READY = Duration.ofMinutes(5);
  private static final Duration WRITTEN = Duration.ofMinutes(5);

  private final Progress progress = new Progress();

  @Override
  public Integer call() throws Exception {
    AotCache broker = LocalKafka.cache();
    List<AotCache> services =
        Stream.of(
                "ingest-function",
                "consumer-service",
                "push-worker",
                "query-service",
                "admin-dashboard")
            .map(Train::cache)
            .toList();
    if (broker.isUsable() && services.stream().allMatch(AotCache::isUsable)) {
      progress.say("this build has its caches already");
      return 0;
    }
    progress.say("training the JVMs; this takes half a minute");
    Path dir = broker.of().resolveSibling("training");
    Folders.delete(dir);
    try {
      train(broker, services, dir);
      return 0;
    } catch (IllegalStateException e) {
      throw new IllegalStateException("the training failed; its logs are in " + dir, e);
    } finally {
      for (String data : List.of("redis", "kafka/data", "broker", "made")) {
        Folders.delete(dir.resolve(data));
      }
    }
  }

  private void train(AotCache broker, List<AotCache> services, Path dir) throws Exception {
    try (LocalRedis redis = LocalRedis.startStore(dir.resolve("redis"), 0);
        LocalKafka kafka = LocalKafka.startToTrain(dir.resolve("kafka"), dir.resolve("broker"))) {
      Map<String, String> servers =
          Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "REDIS_URI", redis.uri());
      List<ServiceProcess> started =
          services.stream().map(cache -> service(cache, servers, dir)).toList();
      try {
        started.forEach(each -> each.awaitReady(READY));
        progress.say("the pipeline runs");
        new TrainingLoad(started.getFirst().port(), redis.uri()).run();
        progress.say("the training load is final");
        end(started.stream().map(ServiceProcess::process).toArray(Process[]::new));
      } finally {
        started.forEach(ServiceProcess::close);
      }
      end(kafka.process());
    }
    broker.keep(dir.resolve("broker"));
    services.forEach(cache -> cache.keep(made(cache, dir)));
    progress.say("the caches are written");
  }

  private static ServiceProcess service(AotCache cache, Map<String, String> servers, Path dir) {
    String module = module(cache);
    ServiceProcess.Builder builder =
        ServiceProcess.of("the " + module, cache.of())
            .train(made(cache, dir))
            .logTo(dir.resolve(module + ".log"));
    servers.forEach(builder::env);
    if (module.equals("admin-dashboard")) { // its health has a port of its own
      builder.healthAt(FreePort.find());
    }
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

  private static AotCache cache(String module) {
    return new AotCache(Path.of(module, "target", module + ".jar").toAbsolutePath());
  }

  private static String module(AotCache cache) {
    return cache.of().getFileName().toString().replace(".jar", "");
  }

  private static Path made(AotCache cache, Path dir) {
    return dir.resolve("made").resolve(module(cache));
  }
}
