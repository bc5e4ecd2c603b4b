package io.eventpipeline.acceptance.rig;

import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A whole pipeline of processes: a broker, a Redis, the ingest API and consumers, from their jars.
 */
public final class Pipeline implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Map<String, String> QUICK_SESSIONS =
      Map.of(
          "group.min.session.timeout.ms", "1000",
          "group.consumer.min.session.timeout.ms", "1000",
          "group.consumer.session.timeout.ms", "6000",
          "group.consumer.min.heartbeat.interval.ms", "500",
          "group.consumer.heartbeat.interval.ms", "1000");

  private final Path dir;
  private final Map<String, String> consumerSettings;
  private final LocalRedis redis;
  private final LocalKafka kafka;
  private final ServiceProcess ingest;
  private final List<ServiceProcess> consumers = new ArrayList<>();
  private final EventsApi api;
  private final EventsTopic topic;
  private final Store store;
  private final RunLog runs;

  private Pipeline(String name, Map<String, String> consumerSettings) {
    this.consumerSettings = consumerSettings;
    try {
      Path all = Files.createDirectories(Path.of(System.getProperty("acceptance.directory")));
      dir = Files.createTempDirectory(all, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println("pipeline " + name + ": logs in " + dir);
    redis =
        LocalRedis.start(
            dir.resolve("redis"), 0, "--appendonly", "yes", "--appendfsync", "everysec");
    kafka = LocalKafka.start(dir.resolve("kafka"), 0, QUICK_SESSIONS);
    ingest =
        service("ingest", "acceptance.ingest")
            .jvm("-Xmx160m")
            .logTo(dir.resolve("ingest.log"))
            .start()
            .awaitReady(READY);
    api = new EventsApi(ingest.port());
    topic = new EventsTopic(kafka.bootstrapServers());
    store = new Store(redis.uri());
    runs = new RunLog(dir.resolve("runs.tsv"));
    Waiting.until("the topic", READY, () -> api.send(Draft.of("first")).status() == 202);
  }

  /** Starts one with {@code consumers} consumers, which get {@code settings} as environment. */
  public static Pipeline start(String name, int consumers, Map<String, String> settings) {
    Pipeline pipeline = new Pipeline(name, settings);
    List<ServiceProcess> started = new ArrayList<>();
    for (int i = 0; i < consumers; i++) {
      started.add(pipeline.launch());
    }
    started.forEach(consumer -> consumer.awaitReady(READY));
    return pipeline;
  }

  private ServiceProcess.Builder service(String name, String jarProperty) {
    return ServiceProcess.of(name, Path.of(System.getProperty(jarProperty)))
        .env("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers())
        .env("REDIS_URI", redis.uri())
        .jvm("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  /** Starts one more consumer and waits until it is ready. */
  public ServiceProcess startConsumer() {
    return launch().awaitReady(READY);
  }

  /** Starts one more consumer; does not wait for it. */
  public ServiceProcess launch() {
    ServiceProcess.Builder builder =
        service("consumer", "acceptance.consumer")
            .classPath(Path.of(System.getProperty("acceptance.handler")))
            .jvm("-Xmx256m", "-Dacceptance.runs=" + runs.file())
            .logTo(dir.resolve("consumer-" + consumers.size() + ".log"));
    consumerSettings.forEach(builder::env);
    ServiceProcess consumer = builder.start();
    consumers.add(consumer);
    return consumer;
  }

  /** The consumer that was started as the {@code index}th, from 0. */
  public ServiceProcess consumer(int index) {
    return consumers.get(index);
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

  public Store store() {
    return store;
  }

  public RunLog runs() {
    return runs;
  }

  public LocalRedis redis() {
    return redis;
  }

  public LocalKafka kafka() {
    return kafka;
  }

  @Override
  public void close() {
    topic.close();
    store.close();
    consumers.forEach(ServiceProcess::close);
    ingest.close();
    kafka.close();
    redis.close();
  }
}
