package io.eventpipeline.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real Kafka broker (KRaft, broker and controller in one) as a child JVM on loopback. */
public final class LocalKafka implements StackServer {
  private static final Duration START = Duration.ofMinutes(3);
  private static final String CLUSTER_ID = "5L6g3nShT-eMCtK--X86sw";
  private final Path dir;
  private final int port;
  private final Map<String, String> properties;
  private final List<String> jvm;
  private ChildProcess child;

  private LocalKafka(Path dir, int port, Map<String, String> properties, List<String> jvm) {
    this.dir = dir;
    this.port = port;
    this.properties = properties;
    this.jvm = jvm;
    this.child = launch();
  }

  /**
   * Starts a broker and waits until it takes connections.
   *
   * @param dir of its data and its log
   * @param port 0 for a free one
   * @param extra broker properties that override the defaults
   */
  public static LocalKafka start(Path dir, int port, Map<String, String> extra) {
    return launch(dir, port, extra).awaitReady();
  }

  /** As {@link #start}, and does not wait. */
  public static LocalKafka launch(Path dir, int port, Map<String, String> extra) {
    return alone(dir, port, extra, cache().toStart());
  }

  /**
   * Starts a broker on a free port that some clients reach through a proxy.
   *
   * @param dir of its data and its log
   * @param proxied a free port, to which the proxy leads
   * @param proxy the port of the proxy
   * @param extra broker properties that override the defaults
   */
  public static LocalKafka startBehind(
      Path dir, int proxied, int proxy, Map<String, String> extra) {
    int listen = FreePort.find();
    int controller = FreePort.find();
    Path all = dir.toAbsolutePath();
    String voter = "1@127.0.0.1:" + controller;
    Map<String, String> properties = properties(all, 1, listen, controller, voter, extra);
    properties.merge("listeners", ",PROXIED://127.0.0.1:" + proxied, String::concat);
    properties.merge("advertised.listeners", ",PROXIED://127.0.0.1:" + proxy, String::concat);
    properties.merge("listener.security.protocol.map", ",PROXIED:PLAINTEXT", String::concat);
    return new LocalKafka(all, listen, properties, cache().toStart()).awaitReady();
  }

  /** Starts a broker on a free port that writes a cache to {@code made} when it ends. */
  public static LocalKafka startToTrain(Path dir, Path made) {
    return alone(dir, 0, Map.of(), cache().toTrain(made)).awaitReady();
  }

  private static LocalKafka alone(Path dir, int port, Map<String, String> extra, List<String> jvm) {
    int listen = FreePort.orFree(port);
    int controller = FreePort.find();
    Path all = dir.toAbsolutePath();
    String voter = "1@127.0.0.1:" + controller;
    return new LocalKafka(all, listen, properties(all, 1, listen, controller, voter, extra), jvm);
  }

  /** The AOT cache of the broker's JVM. */
  public static AotCache cache() {
    return new AotCache(brokerFolder());
  }

  /**
   * Starts brokers that replicate one another's data, and waits until all take connections.
   *
   * @param dir has a folder for each broker, named after its number from 1
   * @param extra broker properties that override the defaults
   */
  public static List<LocalKafka> cluster(Path dir, int brokers, Map<String, String> extra) {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < 2 * brokers) {
      ports.add(FreePort.find());
    }
    List<Integer> listen = new ArrayList<>(ports).subList(0, brokers);
    List<Integer> controllers = new ArrayList<>(ports).subList(brokers, 2 * brokers);
    String voters =
        IntStream.range(0, brokers)
            .mapToObj(i -> (i + 1) + "@127.0.0.1:" + controllers.get(i))
            .collect(Collectors.joining(","));
    // In parallel: a broker opens its port only when most of them run.
    List<CompletableFuture<LocalKafka>> starting =
        IntStream.range(0, brokers)
            .mapToObj(
                i -> {
                  Path own = dir.toAbsolutePath().resolve("" + (i + 1));
                  return CompletableFuture.supplyAsync(
                      () ->
                          new LocalKafka(
                                  own,
                                  listen.get(i),
                                  properties(
                                      own, i + 1, listen.get(i), controllers.get(i), voters, extra),
                                  cache().toStart())
                              .awaitReady(),
                      Thread::startVirtualThread);
                })
            .toList();
    return starting.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public LocalKafka awaitReady() {
    child.awaitOrKill(() -> FreePort.isTaken("127.0.0.1", port), START);
    return this;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Whether it accepts connections now. */
  public boolean isListening() {
    return FreePort.isTaken("127.0.0.1", port);
  }

  @Override
  public String name() {
    return "Kafka";
  }

  @Override
  public Process process() {
    return child.process();
  }

  @Override
  public String tail() {
    return child.tail();
  }

  /** Sends a signal by its name, such as CONT. Waits until STOP has stopped all threads. */
  public void signal(String name) {
    child.signal(name);
  }

  /** Sends SIGKILL and waits for the end. */
  public void kill() {
    child.kill();
  }

  /** Starts it again on the same port with its data on disk. */
  public void restart() {
    child = launch();
    awaitReady();
  }

  @Override
  public void close() {
    child.terminate(Duration.ofSeconds(20));
  }

  private static Map<String, String> properties(
      Path dir, int node, int port, int controller, String voters, Map<String, String> extra) {
    Map<String, String> all = new TreeMap<>();
    all.put("process.roles", "broker,controller");
    all.put("node.id", "" + node);
    all.put("controller.quorum.voters", voters);
    all.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
    all.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    all.put("controller.listener.names", "CONTROLLER");
    all.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
    all.put("log.dirs", dir.resolve("data").toString());
    all.put("auto.create.topics.enable", "false");
    all.put("offsets.topic.replication.factor", "1");
    all.put("offsets.topic.num.partitions", "4");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("transaction.state.log.min.isr", "1");
    all.put("transaction.state.log.num.partitions", "2");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.putAll(extra);
    return all;
  }

  private ChildProcess launch() {
    FreePort.require("kafka", port);
    Path log = dir.resolve("kafka.log");
    try {
      Files.createDirectories(dir);
      Path config = dir.resolve("server.properties");
      PrivateFile.write(
          config,
          properties.entrySet().stream()
              .map(property -> property.getKey() + "=" + property.getValue() + "\n")
              .collect(Collectors.joining()));
      Path formatted =
          brokerFolder().resolveSibling("broker-formatted-" + properties.get("node.id"));
      new KafkaStorage(dir.resolve("data"), formatted).prepare(() -> format(config, log));
      return ChildProcess.start(
          "kafka",
          java(jvm, "kafka.Kafka", config.toString()),
          Map.of(),
          log,
          ChildProcess.Yields.TO_REDIS);
    } catch (IOException e) {
      throw new UncheckedIOException("the broker cannot be set up in " + dir, e);
    }
  }

  private static void format(Path config, Path log) {
    ChildProcess format =
        ChildProcess.start(
            "kafka format",
            java(
                cache().toStart(),
                "kafka.tools.StorageTool",
                "format",
                "-t",
                CLUSTER_ID,
                "-c",
                config.toString()),
            Map.of(),
            log);
    try {
      if (format.process().waitFor() != 0) {
        throw new IllegalStateException(
            "the broker's storage cannot be formatted:\n" + format.tail());
      }
    } catch (InterruptedException e) {
      format.kill();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while formatting the broker's storage", e);
    }
  }

  private static List<String> java(List<String> jvm, String main, String... args) {
    List<String> command = JavaCommand.withoutAgent();
    command.addAll(
        List.of(
            "-Xms128m",
            "-Xmx384m",
            "-XX:+UseParallelGC", // a pause of the broker delays every request
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(jvm);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    command.addAll(List.of("-cp", brokerFolder().resolve("*").toString(), main));
    command.addAll(List.of(args));
    return command;
  }

  /** The folder of the broker's jars, beside our own jar. */
  private static Path brokerFolder() {
    try {
      Path own =
          Path.of(LocalKafka.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = own.resolveSibling("broker");
      if (!Files.isDirectory(folder)) {
        throw new IllegalStateException("no broker at " + folder + ": run mvn package first");
      }
      return folder;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
