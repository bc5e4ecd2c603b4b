package io.eventpipeline.local.command;

import io.eventpipeline.local.AotCache;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.local.StackProcess;
import io.eventpipeline.local.WebhookSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the whole pipeline, waits for a signal, and ends everything in order. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts Kafka, Redis, the ingest API and the consumer; Ctrl-C ends them.")
public final class Up implements Callable<Integer> {
  private static final Duration READY = Duration.ofMinutes(3);

  private static final String TRAIN =
      "Run ./pipeline train once per build (half a minute) to halve the time of later starts.\n";

  @Option(
      names = "--port",
      defaultValue = "3000",
      description = "port of the API (${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--consumer-port",
      defaultValue = "8081",
      description = "port of the consumer's health and metrics (${DEFAULT-VALUE})")
  private int consumerPort;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "use this broker instead of starting one")
  private @Nullable String kafka;

  @Option(
      names = "--kafka-port",
      defaultValue = "0",
      description = "port of the broker that is started (9092, or a free one)")
  private int kafkaPort;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      defaultValue = "${env:PIPELINE_REDIS}",
      description =
          "use this Redis instead of starting one; put a URI with a password into the variable"
              + " PIPELINE_REDIS, which process lists do not show")
  private @Nullable String redis;

  @Option(
      names = "--redis-port",
      defaultValue = "0",
      description = "port of the Redis that is started (6379, or a free one)")
  private int redisPort;

  @Option(
      names = "--data",
      defaultValue = ".pipeline",
      description = "folder of the data, which survive a restart (${DEFAULT-VALUE})")
  private Path data = Path.of(".pipeline");

  @Option(names = "--fresh", description = "wipe that folder first")
  private boolean fresh;

  private final Progress progress = new Progress();
  private final StackProcesses processes = new StackProcesses(progress);
  private final List<AotCache> caches = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    StopSignals signals = StopSignals.listen(processes::killAll);
    try (DataFolder folder = DataFolder.open(data.toAbsolutePath().normalize())) {
      try {
        start(folder);
        return report(processes.awaitEndOfOne(), folder);
      } catch (InterruptedException | RuntimeException | IOException e) {
        if (!signals.isAsked()) {
          throw e;
        }
        progress.say("stopping; press Ctrl-C again to kill everything at once");
        return 0;
      } finally {
        signals.startStopping();
        processes.stopAll();
        folder.orphans().forget();
      }
    } finally {
      if (signals.status() != 0) {
        System.exit(signals.status());
      }
    }
  }

  private void start(DataFolder folder) throws IOException {
    folder.orphans().endAll(progress);
    checkAddresses();
    if (fresh) {
      folder.wipe();
    }
    String brokers = kafka != null ? kafka : startKafka(folder);
    String store = redis != null ? redis : startRedis(folder);
    startServices(folder, brokers, store);
  }

  /** In parallel: one loads classes while the other waits for Kafka. */
  private void startServices(DataFolder folder, String brokers, String store) throws IOException {
    Map<String, String> servers = Map.of("KAFKA_BOOTSTRAP_SERVERS", brokers, "REDIS_URI", store);
    WebhookSecret secret = folder.webhookSecret();
    ServiceProcess ingest =
        launch(
            service("ingest", "ingest-function", port, servers, folder)
                .env(WebhookSecret.VARIABLE, secret.value()),
            folder);
    ServiceProcess consumer =
        launch(
            service("consumer", "consumer-service", consumerPort, servers, folder)
                .inBackground()
                .classPath(handlerJars()),
            folder);
    awaitReady("ingest", ingest);
    awaitReady("consumer", consumer);
    TeamHandlers handlers = TeamHandlers.in(consumer.output());
    handlers.lines().forEach(progress::say);
    String api = "http://localhost:" + port;
    folder.noteRunning(api, store, secret.value(), handlers.types());
    greet(api, brokers, redis == null ? store : "as --redis says", secret, handlers);
  }

  private void checkAddresses() {
    Addresses.requireFree("--port", port);
    Addresses.requireFree("--consumer-port", consumerPort);
    if (port == consumerPort) {
      throw new IllegalStateException("--port and --consumer-port must differ; both are " + port);
    }
    Addresses.requireFreeUnlessAny("--kafka-port", kafkaPort);
    Addresses.requireFreeUnlessAny("--redis-port", redisPort);
    if (kafka != null) {
      Addresses.requireKafka(kafka);
    }
    if (redis != null) {
      Addresses.requireRedis(redis);
    }
  }

  private String startKafka(DataFolder folder) throws IOException {
    progress.say("starting Kafka");
    caches.add(LocalKafka.cache());
    int at = kafkaPort == 0 ? FreePort.preferring(9092) : kafkaPort;
    LocalKafka broker = LocalKafka.start(folder.kafka(), at, Map.of());
    processes.addServer(broker);
    folder.orphans().note(broker);
    progress.say("Kafka is at " + broker.bootstrapServers());
    return broker.bootstrapServers();
  }

  private String startRedis(DataFolder folder) throws IOException {
    progress.say("starting Redis");
    int at = redisPort == 0 ? FreePort.preferring(6379) : redisPort;
    LocalRedis server = LocalRedis.startStore(folder.redis(), at);
    processes.addServer(server);
    folder.orphans().note(server);
    progress.say("Redis is at " + server.uri());
    return server.uri();
  }

  private ServiceProcess.Builder service(
      String name, String module, int at, Map<String, String> servers, DataFolder folder) {
    progress.say("starting the " + name);
    Path jar = Path.of(module, "target", module + ".jar");
    caches.add(new AotCache(jar));
    ServiceProcess.Builder builder =
        ServiceProcess.of("the " + name, jar)
            .env("MICRONAUT_SERVER_PORT", "" + at)
            .logTo(folder.log(name));
    servers.forEach(builder::env);
    return builder;
  }

  private ServiceProcess launch(ServiceProcess.Builder described, DataFolder folder)
      throws IOException {
    ServiceProcess service = described.start();
    processes.addService(service);
    folder.orphans().note(service);
    return service;
  }

  private void awaitReady(String name, ServiceProcess service) {
    service.awaitReady(READY);
    progress.say("the " + name + " is ready at port " + service.port());
  }

  private static Path[] handlerJars() throws IOException {
    Path folder = Path.of("handlers");
    if (!Files.isDirectory(folder)) {
      return new Path[0];
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(jar -> jar.toString().endsWith(".jar")).sorted().toArray(Path[]::new);
    }
  }

  private void greet(
      String api, String brokers, String store, WebhookSecret secret, TeamHandlers handlers) {
    System.out.printf(
        """

          API              %s
          health           %s/health   http://localhost:%d/health
          webhooks         %s, signed with the secret in %s
          Kafka            %s
          Redis            %s
          data and logs    %s

        %s

        %sCtrl-C ends everything.
        """,
        api,
        api,
        consumerPort,
        api + WebhookSignature.PATH,
        secret.from(),
        brokers,
        store,
        data,
        handlers.invitation(api),
        caches.stream().allMatch(AotCache::isUsable) ? "" : TRAIN);
  }

  private int report(StackProcess ended, DataFolder folder) throws IOException {
    System.err.printf(
        "pipeline: %s ended by itself with status %d; stopping the rest%s. The end of its"
            + " log:%n%s%n",
        ended.name(),
        ended.process().exitValue(),
        folder.isFull()
            ? ". The disk of " + data + " is full: free some space and start again"
            : "",
        ended.tail());
    return 1;
  }
}
