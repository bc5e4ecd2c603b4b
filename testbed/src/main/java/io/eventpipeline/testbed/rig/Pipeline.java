package io.eventpipeline.testbed.rig;

import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.local.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A whole pipeline of processes: brokers, a Redis behind a wire that can be disturbed, the ingest
 * API and consumers, from their jars. Threads: any, but one at a time for each part.
 */
public final class Pipeline implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(3);
  private static final Map<String, String> QUICK_SESSIONS =
      Map.of(
          "group.min.session.timeout.ms", "1000",
          "group.consumer.min.session.timeout.ms", "1000",
          "group.consumer.session.timeout.ms", "6000",
          "group.consumer.min.heartbeat.interval.ms", "500",
          "group.consumer.heartbeat.interval.ms", "1000");
  private static final Map<String, String> REPLICATED =
      Map.of(
          "default.replication.factor", "3",
          "min.insync.replicas", "2",
          "offsets.topic.replication.factor", "3",
          "transaction.state.log.replication.factor", "3",
          "transaction.state.log.min.isr", "2");

  private final Builder how;
  private final Path dir;
  private final Servers servers;
  private final TcpProxy wire;
  private final int ingestPort = FreePort.find();
  private final List<ServiceProcess> consumers = new CopyOnWriteArrayList<>();
  private final EventsApi api;
  private final EventsTopic topic;
  private final Store store;
  private final RunLog runs;
  private volatile ServiceProcess ingest;

  /** What is to be started, and how. */
  public static final class Builder {
    private final String name;
    private int consumers = 1;
    private int brokers = 1;
    private boolean processes;
    private final Map<String, String> consumerEnv = new LinkedHashMap<>();
    private final Map<String, String> ingestEnv = new LinkedHashMap<>();
    private final List<String> consumerJvm = new ArrayList<>();
    private final List<String> ingestJvm = new ArrayList<>();
    private final Map<String, String> redisOptions = new LinkedHashMap<>();
    private final Map<String, String> redisEnv = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
      redisOptions.put("--appendonly", "yes");
      redisOptions.put("--appendfsync", "everysec");
    }

    public Builder consumers(int count) {
      consumers = count;
      return this;
    }

    /** One, or three that hold one another's data. */
    public Builder brokers(int count) {
      brokers = count;
      return this;
    }

    /**
     * Kafka and Redis are child processes in any case, so that something can be done to them: see
     * {@link Pipeline#redis()} and {@link Pipeline#brokers()}.
     */
    public Builder processes() {
      processes = true;
      return this;
    }

    /** Sets a variable of the consumers' environment. */
    public Builder consumer(String variable, String value) {
      consumerEnv.put(variable, value);
      return this;
    }

    /** Sets a variable of the consumers' environment no more. */
    public Builder consumerWithout(String variable) {
      consumerEnv.remove(variable);
      return this;
    }

    public Builder consumerJvm(String argument) {
      consumerJvm.add(argument);
      return this;
    }

    /** Sets a variable of the API's environment. */
    public Builder ingest(String variable, String value) {
      ingestEnv.put(variable, value);
      return this;
    }

    public Builder ingestJvm(String argument) {
      ingestJvm.add(argument);
      return this;
    }

    /** An option of redis-server, such as {@code --appendfsync}. */
    public Builder redis(String option, String value) {
      redisOptions.put(option, value);
      return this;
    }

    /** Sets a variable of the environment of redis-server. */
    public Builder redisEnv(String variable, String value) {
      redisEnv.put(variable, value);
      return this;
    }

    /** Starts everything and waits until it is ready. */
    public Pipeline start() {
      Pipeline pipeline = new Pipeline(this);
      try {
        for (int i = 0; i < consumers; i++) {
          pipeline.launch();
        }
        pipeline.consumers.forEach(consumer -> consumer.awaitReady(READY));
        return pipeline;
      } catch (RuntimeException e) {
        pipeline.close();
        throw e;
      }
    }
  }

  /** Describes a pipeline; {@code name} stands in the name of the folder of its logs. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Starts one with {@code consumers} consumers, which get {@code settings} as environment. */
  public static Pipeline start(String name, int consumers, Map<String, String> settings) {
    Builder builder = named(name).consumers(consumers);
    settings.forEach(builder::consumer);
    return builder.start();
  }

  private Pipeline(Builder how) {
    this.how = how;
    try {
      Path all = Files.createDirectories(Path.of(System.getProperty("testbed.directory")));
      dir = Files.createTempDirectory(all, how.name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("pipeline " + how.name + ": logs in " + dir);
    servers = startServers();
    wire = new TcpProxy(servers.redisPort());
    ingest = launchIngest().awaitReady(READY);
    api = new EventsApi(ingestPort);
    topic = new EventsTopic(servers.bootstrapServers());
    store = new Store("redis://127.0.0.1:" + servers.redisPort());
    runs = new RunLog(dir.resolve("runs.tsv"));
    Waiting.until("the topic", READY, () -> api.send(Draft.of("first")).status() == 202);
  }

  private Servers startServers() {
    Map<String, String> kafka = new LinkedHashMap<>(QUICK_SESSIONS);
    if (how.brokers > 1) {
      kafka.putAll(REPLICATED);
    }
    List<String> redis = new ArrayList<>();
    how.redisOptions.forEach((option, value) -> redis.addAll(List.of(option, value)));
    return Boolean.getBoolean("it.containers") && !how.processes
        ? new ContainerServers(dir, kafka, redis)
        : new LocalServers(dir, how.brokers, kafka, redis, how.redisEnv);
  }

  private LocalServers processes() {
    if (servers instanceof LocalServers processes) {
      return processes;
    }
    throw new IllegalStateException("Kafka and Redis are containers: start it with processes()");
  }

  /** Starts a redis-server that is not part of the pipeline yet. */
  public LocalRedis newRedis() {
    return processes().newRedis();
  }

  /** From now on this is the pipeline's Redis; connections to the one before break. */
  public void redis(LocalRedis next) {
    processes().redis(next);
    wire.leadTo(next.port());
  }

  /** From now on this is the pipeline's Redis for new connections; those to the one before stay. */
  public void redisForNewConnections(LocalRedis next) {
    processes().redis(next);
    wire.leadNewTo(next.port());
  }

  private ServiceProcess.Builder service(String name, String jarProperty) {
    return ServiceProcess.of(name, Path.of(System.getProperty(jarProperty)))
        .env("KAFKA_BOOTSTRAP_SERVERS", servers.bootstrapServers())
        .env("REDIS_URI", "redis://127.0.0.1:" + wire.port())
        .jvm("-XX:TieredStopAtLevel=1"); // soon at full speed: most pipelines run for seconds
  }

  private static Path handlers() {
    return Path.of(System.getProperty("testbed.handler"));
  }

  private ServiceProcess launchIngest() {
    ServiceProcess.Builder builder =
        service("ingest", "testbed.ingest")
            .env("MICRONAUT_SERVER_PORT", "" + ingestPort)
            .jvm("-Xmx160m")
            .jvm(how.ingestJvm)
            .logTo(dir.resolve("ingest.log"));
    how.ingestEnv.forEach(builder::env);
    if (how.ingestEnv.containsKey("KAFKA_INTERCEPTOR_CLASSES")) {
      builder.classPath(handlers());
    }
    return builder.start();
  }

  /** Starts the API again on its port, after it has ended; does not wait for it. */
  public ServiceProcess relaunchIngest() {
    ingest = launchIngest();
    return ingest;
  }

  /** Starts one more consumer and waits until it is ready. */
  public ServiceProcess startConsumer() {
    return launch().awaitReady(READY);
  }

  /** Starts one more consumer; does not wait for it. */
  public ServiceProcess launch() {
    ServiceProcess.Builder builder =
        service("consumer", "testbed.consumer")
            .classPath(handlers())
            .jvm("-Xmx256m", "-Dtestbed.runs=" + dir.resolve("runs.tsv"))
            .jvm(how.consumerJvm)
            .logTo(dir.resolve("consumer-" + consumers.size() + ".log"));
    how.consumerEnv.forEach(builder::env);
    ServiceProcess consumer = builder.start();
    consumers.add(consumer);
    return consumer;
  }

  /** Where the logs and the data are. */
  public Path dir() {
    return dir;
  }

  /** The consumer that was started as the {@code index}th, from 0. */
  public ServiceProcess consumer(int index) {
    return consumers.get(index);
  }

  /** All that were started, in that order; some may have ended. */
  public List<ServiceProcess> consumers() {
    return consumers;
  }

  public ServiceProcess ingest() {
    return ingest;
  }

  public EventsApi api() {
    return api;
  }

  public EventsTopic topic() {
    return topic;
  }

  /** The eyes on the first Redis. */
  public Store store() {
    return store;
  }

  public RunLog runs() {
    return runs;
  }

  public LocalRedis redis() {
    return processes().redis();
  }

  /** What stands between the services and Redis. */
  public TcpProxy wire() {
    return wire;
  }

  public LocalKafka kafka() {
    return brokers().getFirst();
  }

  public List<LocalKafka> brokers() {
    return processes().brokers();
  }

  @Override
  public void close() {
    topic.close();
    store.close();
    consumers.forEach(ServiceProcess::close);
    ingest.close();
    wire.close();
    servers.close();
  }
}
