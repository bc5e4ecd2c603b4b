package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.Folders;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * The broker, the Redis and the services of one measurement. Servers are started for it, or given.
 * The topic is always new.
 */
final class BenchServers implements AutoCloseable {
  /** How long a process may take to become ready, on a busy machine too. */
  static final Duration READY = Duration.ofMinutes(3);

  private static final Pattern NO_REWRITE =
      Pattern.compile("aof_rewrite_(in_progress|scheduled):0");

  private final Path dir;
  private final String topic = "bench-" + Long.toString(System.nanoTime(), 36);
  private final int partitions;
  private final @Nullable LocalRedis ownRedis;
  private final @Nullable LocalKafka ownKafka;
  private final String redis;
  private final String kafka;

  /** Addresses of given servers; null for those that are to be started. */
  record GivenServers(@Nullable String kafka, @Nullable String redis) {}

  BenchServers(Path all, GivenServers given, int partitions) throws IOException {
    dir = Files.createTempDirectory(Files.createDirectories(all), "bench-").toAbsolutePath();
    this.partitions = partitions;
    ownRedis = given.redis() != null ? null : LocalRedis.startStore(dir.resolve("redis"), 0);
    ownKafka = given.kafka() != null ? null : LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
    redis = ownRedis != null ? ownRedis.uri() : String.valueOf(given.redis());
    kafka = ownKafka != null ? ownKafka.bootstrapServers() : String.valueOf(given.kafka());
    createTopic(topic);
  }

  /** With as many partitions as the measured one. */
  void createTopic(String name) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      NewTopic made =
          new NewTopic(name, partitions, (short) -1)
              .configs(Map.of("message.timestamp.type", "LogAppendTime"));
      var unused = admin.createTopics(List.of(made)).all().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("no topic can be created at " + kafka, e);
    }
  }

  /** The folder of logs and data. */
  Path dir() {
    return dir;
  }

  String redis() {
    return redis;
  }

  String kafka() {
    return kafka;
  }

  int partitions() {
    return partitions;
  }

  String topic() {
    return topic;
  }

  /** The processes of the servers that were started for this measurement. */
  Map<String, Process> processes() {
    return ownRedis == null || ownKafka == null
        ? Map.of()
        : Map.of("redis", ownRedis.process(), "kafka", ownKafka.process());
  }

  /** Empties a Redis that was started here, and its append-only file. Keeps a given one. */
  void empty() {
    if (ownRedis != null) {
      try (RawRedis client = new RawRedis(redis)) {
        client.ask("FLUSHALL");
        awaitNoRewrite(client);
        client.ask("BGREWRITEAOF");
        awaitNoRewrite(client);
      }
    }
  }

  /** Redis refuses a second rewrite, and one takes a processor from what is measured. */
  private static void awaitNoRewrite(RawRedis client) {
    Waiting.until(
        "the append-only file to be rewritten",
        READY,
        () ->
            client.ask("INFO", "persistence").lines().filter(NO_REWRITE.asMatchPredicate()).count()
                == 2);
  }

  ServiceProcess startConsumer() {
    return startConsumer(Map.of());
  }

  /** With further environment variables. */
  ServiceProcess startConsumer(Map<String, String> env) {
    return consumer(env).start();
  }

  private ServiceProcess.Builder consumer(Map<String, String> env) {
    ServiceProcess.Builder consumer = consumer();
    env.forEach(consumer::env);
    return consumer;
  }

  /** Describes a consumer with {@link AllOn}. */
  ServiceProcess.Builder consumerWithAllOn() {
    return consumer(AllOn.SETTINGS);
  }

  ServiceProcess startConsumerWithAllOn() {
    return consumerWithAllOn().start();
  }

  /** Describes a consumer. */
  ServiceProcess.Builder consumer() {
    return service("consumer").inBackground();
  }

  /** Describes a push worker. */
  ServiceProcess.Builder pushWorker() {
    return service("push").inBackground();
  }

  /**
   * Describes Parallel Consumer with Lettuce, in the same group and with the same options.
   *
   * @param batch most events of different users in one call of Redis
   * @param threads most calls at once
   */
  ServiceProcess.Builder parallelConsumer(int batch, int threads) {
    return service("parallel")
        .optionsOf(jar("consumer"))
        .env("GROUP_ID", EventsTopic.GROUP)
        .env("BATCH", "" + batch)
        .env("THREADS", "" + threads)
        .inBackground();
  }

  /** Starts a plain controller with the JVM options of the API, which writes to this topic. */
  ServiceProcess startPlainController(String name, String target) {
    return service("plain")
        .optionsOf(jar("ingest"))
        .env("TOPIC_NAME", target)
        .logTo(dir.resolve(name + ".log"))
        .start()
        .awaitReady(READY);
  }

  ServiceProcess startQuery() {
    return query().start().awaitReady(READY);
  }

  /** Describes a query service. */
  ServiceProcess.Builder query() {
    return service("query").inBackground();
  }

  /** Describes a dashboard without users: it shows all and changes nothing. */
  ServiceProcess.Builder dashboard() {
    return service("admin").inBackground().healthAt(FreePort.find());
  }

  /** Describes an API. */
  ServiceProcess.Builder ingest() {
    return service("ingest");
  }

  ServiceProcess startIngest() {
    return startIngest(Map.of());
  }

  /** With further environment variables. */
  ServiceProcess startIngest(Map<String, String> env) {
    ServiceProcess.Builder ingest = ingest();
    env.forEach(ingest::env);
    return ingest.start().awaitReady(READY);
  }

  private ServiceProcess.Builder service(String name) {
    return ServiceProcess.of(name, jar(name))
        .env("KAFKA_BOOTSTRAP_SERVERS", kafka)
        .env("REDIS_URI", redis)
        .env("TOPIC_NAME", topic)
        .env("TOPIC_PARTITIONS", "" + partitions)
        .jvm(extra(name))
        .logTo(dir.resolve(name + ".log"));
  }

  private static Path jar(String name) {
    return Path.of(System.getProperty("testbed." + name));
  }

  /** JVM arguments such as a profiler's, from {@code -Dbench.consumer.jvm=…}, split at spaces. */
  private static String[] extra(String name) {
    String extra = System.getProperty("bench." + name + ".jvm", "");
    return extra.isBlank() ? new String[0] : extra.split(" ");
  }

  /** Ends what was started here and deletes its data, which may be gigabytes. */
  @Override
  public void close() throws IOException {
    if (ownKafka != null) {
      ownKafka.close();
      Folders.delete(dir.resolve("kafka"));
    }
    if (ownRedis != null) {
      ownRedis.close();
      Folders.delete(dir.resolve("redis"));
    }
  }
}
