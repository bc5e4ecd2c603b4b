package io.eventpipeline.local.command;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything, stays until it is told to end, and ends everything in the reverse order. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts Kafka, Redis, the ingest API and the consumer; Ctrl-C ends them.")
public final class Up implements Callable<Integer> {
  private static final Duration READY = Duration.ofSeconds(60);

  @Option(
      names = "--port",
      defaultValue = "3000",
      description = "port of the API (${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--consumer-port",
      defaultValue = "8081",
      description = "port of the consumer's health (${DEFAULT-VALUE})")
  private int consumerPort;

  @Option(names = "--kafka", description = "HOST:PORT of a broker that is already there")
  private @Nullable String kafka;

  @Option(names = "--kafka-port", defaultValue = "0", description = "port for our own broker (any)")
  private int kafkaPort;

  @Option(names = "--redis", description = "URI of a Redis that is already there")
  private @Nullable String redis;

  @Option(names = "--redis-port", defaultValue = "0", description = "port for our own Redis (any)")
  private int redisPort;

  @Option(
      names = "--data",
      defaultValue = ".pipeline",
      description = "folder that survives a restart (${DEFAULT-VALUE})")
  private Path data = Path.of(".pipeline");

  @Option(names = "--fresh", description = "wipes that folder first")
  private boolean fresh;

  private final Deque<Part> started = new ArrayDeque<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long begun = System.nanoTime();

  private record Part(String name, Process process, AutoCloseable stop) {}

  @Override
  public Integer call() throws Exception {
    checkAddresses();
    try (DataFolder folder = DataFolder.open(data.toAbsolutePath().normalize(), fresh)) {
      ServiceProcess.orderlyStop(ended);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::waitForTheEnd));
      try {
        String brokers = kafka != null ? kafka : startKafka(folder);
        String store = redis != null ? redis : startRedis(folder);
        startService("ingest", "ingest-function", port, brokers, store, folder);
        startService("consumer", "consumer-service", consumerPort, brokers, store, folder);
        folder.running("http://localhost:" + port, store);
        greet(brokers, store);
        return watch();
      } finally {
        stopAll();
      }
    } finally {
      ended.countDown();
    }
  }

  private void checkAddresses() {
    requireFree("--port", port);
    requireFree("--consumer-port", consumerPort);
    if (kafka != null) {
      requireThere("--kafka", "tcp://" + kafka, 9092);
    } else if (kafkaPort != 0) {
      requireFree("--kafka-port", kafkaPort);
    }
    if (redis != null) {
      requireThere("--redis", redis, 6379);
    } else if (redisPort != 0) {
      requireFree("--redis-port", redisPort);
    }
  }

  private static void requireFree(String option, int port) {
    if (FreePort.isTaken("127.0.0.1", port)) {
      throw new IllegalStateException("port " + port + " is taken: choose another with " + option);
    }
  }

  private static void requireThere(String option, String uri, int defaultPort) {
    URI address = URI.create(uri);
    int port = address.getPort() < 0 ? defaultPort : address.getPort();
    if (address.getHost() == null || !FreePort.isTaken(address.getHost(), port)) {
      throw new IllegalStateException("nobody answers at " + uri + ": check " + option);
    }
  }

  private String startKafka(DataFolder folder) {
    say("starting Kafka");
    LocalKafka broker = LocalKafka.start(folder.kafka(), kafkaPort, Map.of());
    started.push(new Part("Kafka", broker.process(), broker));
    say("Kafka is at " + broker.bootstrapServers());
    return broker.bootstrapServers();
  }

  private String startRedis(DataFolder folder) {
    say("starting Redis");
    LocalRedis server =
        LocalRedis.start(
            folder.redis(),
            redisPort,
            "--appendonly",
            "yes",
            "--appendfsync",
            "everysec",
            "--maxmemory-policy",
            "noeviction");
    started.push(new Part("Redis", server.process(), server));
    say("Redis is at " + server.uri());
    return server.uri();
  }

  private void startService(
      String name, String module, int at, String brokers, String store, DataFolder folder)
      throws IOException {
    say("starting the " + name);
    ServiceProcess.Builder builder =
        ServiceProcess.of("the " + name, Path.of(module, "target", module + ".jar"))
            .env("MICRONAUT_SERVER_PORT", "" + at)
            .env("KAFKA_BOOTSTRAP_SERVERS", brokers)
            .env("REDIS_URI", store)
            .jvm("-XX:+UseSerialGC", name.equals("consumer") ? "-Xmx256m" : "-Xmx160m")
            .logTo(folder.log(name));
    if (name.equals("consumer")) {
      builder.classPath(handlers());
    }
    ServiceProcess service = builder.start();
    started.push(new Part("the " + name, service.process(), service));
    service.awaitReady(READY);
    say("the " + name + " is ready on port " + at);
  }

  private static Path[] handlers() throws IOException {
    Path folder = Path.of("handlers");
    if (!Files.isDirectory(folder)) {
      return new Path[0];
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(jar -> jar.toString().endsWith(".jar")).sorted().toArray(Path[]::new);
    }
  }

  private void greet(String brokers, String store) {
    Map<String, String> urls = new LinkedHashMap<>();
    urls.put("API", "http://localhost:" + port);
    urls.put("API health", "http://localhost:" + port + "/health");
    urls.put("consumer health", "http://localhost:" + consumerPort + "/health");
    urls.put("Kafka", brokers);
    urls.put("Redis", store);
    urls.put("data and logs", data.toString());
    System.out.println();
    urls.forEach((name, url) -> System.out.printf("  %-16s %s%n", name, url));
    System.out.printf(
        "%nTry it:%n  curl -i http://localhost:%d/events -H 'Content-Type: application/json' -d"
            + " '{\"userId\":\"ann\",\"type\":\"greeting\",\"payload\":{\"seq\":1}}'%n"
            + "or, in another terminal: ./pipeline demo%n%nCtrl-C ends everything.%n",
        port);
  }

  /** Gives the status to end with: 0 if we were asked to, 1 if a part ended by itself. */
  private int watch() throws InterruptedException {
    while (!asked.await(200, TimeUnit.MILLISECONDS)) {
      for (Part part : started) {
        if (!part.process().isAlive()) {
          throw new IllegalStateException(
              part.name()
                  + " ended by itself, its log is in "
                  + data
                  + "; everything else is stopped");
        }
      }
    }
    return 0;
  }

  /** On the JVM's way out: lets the orderly stop come to its end first. */
  private void waitForTheEnd() {
    asked.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The services first, so that they can finish what they have begun. */
  private void stopAll() throws Exception {
    Deque<Part> services = new ArrayDeque<>();
    Deque<Part> servers = new ArrayDeque<>();
    for (Part part : started) {
      (part.stop() instanceof ServiceProcess ? services : servers).addFirst(part);
    }
    services.addAll(servers);
    for (Part part : services) {
      say("stopping " + part.name());
      part.stop().close();
    }
    if (!started.isEmpty()) {
      say("all stopped");
    }
  }

  private void say(String text) {
    System.out.printf("%5.1fs  %s%n", (System.nanoTime() - begun) / 1e9, text);
  }
}
