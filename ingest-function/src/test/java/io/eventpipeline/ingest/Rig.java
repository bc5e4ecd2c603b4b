package io.eventpipeline.ingest;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.contract.EventDraft;
import io.eventpipeline.ingest.publish.Published;
import io.eventpipeline.ingest.publish.Publisher;
import io.eventpipeline.local.Folders;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis, a topic of its own in a real Kafka, and APIs with any settings. All rigs share one
 * broker, which lives as long as the JVM of the tests. A test that kills the broker has its own.
 */
public final class Rig implements AutoCloseable {
  public static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Far longer than anything takes, even on a busy machine. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  /** For APIs that are to lose Kafka: a 503 comes after a second, not after five. */
  public static final Map<String, String> IMPATIENT =
      Map.of("kafka.request.timeout.ms", "1000", "kafka.delivery.timeout.ms", "1000");

  private static final EventDraft WARM = anEvent().of("warm").draft();

  private static final AtomicInteger RIGS = new AtomicInteger();
  private static @Nullable LocalKafka shared;

  public final LocalRedis redis;
  public final LocalKafka kafka;
  private final boolean kafkaIsOwn;
  private final String topic = "events-" + RIGS.incrementAndGet();
  private final RedisClient client;
  public final RedisCommands<String, String> store;
  private final List<EmbeddedServer> servers = new ArrayList<>();

  public Rig(Path dir) {
    this(dir, sharedKafka(), false);
  }

  /** With a broker of its own, which the test may kill. */
  public static Rig withOwnKafka(Path dir) {
    return new Rig(dir, LocalKafka.start(dir.resolve("kafka"), 0, Map.of()), true);
  }

  private Rig(Path dir, LocalKafka kafka, boolean kafkaIsOwn) {
    this.kafka = kafka;
    this.kafkaIsOwn = kafkaIsOwn;
    redis = LocalRedis.start(dir.resolve("redis"), 0);
    client = RedisClient.create(redis.uri());
    store = client.connect().sync();
  }

  private static synchronized LocalKafka sharedKafka() {
    if (shared == null) {
      try {
        Path dir = Path.of("target", "kafka");
        Folders.delete(dir);
        shared = LocalKafka.start(dir, 0, Map.of());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  /** Starts an API, and waits until it accepts events. */
  public EmbeddedServer api(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("micronaut.server.port", -1);
    all.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    all.put("topic.name", topic);
    all.put("redis.uri", redis.uri());
    all.put("limit.timeout", PATIENCE); // a Redis that is slow on a busy machine is not away
    all.putAll(settings);
    EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, all);
    servers.add(server);
    await().atMost(PATIENCE).until(() -> isAcknowledging(server));
    return server;
  }

  /**
   * @param headers name, value, name, value…
   */
  public static HttpResponse<String> post(
      EmbeddedServer server, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  public static HttpResponse<String> get(EmbeddedServer server, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path))
            .timeout(PATIENCE);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The body of a request for an event without an id. */
  public static String event(String user) {
    return anEvent().withoutId().of(user).request();
  }

  public static String event(String user, String payload) {
    return anEvent().withoutId().of(user).payload(payload).request();
  }

  /** Settings of an API with a topic of its own, see {@link #refuseAll}. */
  public static Map<String, Object> withTopic(String name) {
    return Map.of("topic.name", name);
  }

  /** From now on the broker refuses every record that the API sends to its topic. */
  public void refuseAll(EmbeddedServer api, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    AlterConfigOp tiny =
        new AlterConfigOp(new ConfigEntry("max.message.bytes", "1"), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(tiny))).all().get();
    }
    await().atMost(PATIENCE).until(() -> !isAcknowledging(api));
  }

  private static boolean isAcknowledging(EmbeddedServer api) throws Exception {
    Publisher publisher = api.getApplicationContext().getBean(Publisher.class);
    return publisher.publish("warm", WARM, null).toCompletableFuture().get()
        instanceof Published.Acknowledged;
  }

  /** The event ids of the user's records in the topic, in order. */
  public List<String> idsOf(String user) {
    return records().stream()
        .filter(r -> r.key().equals(user))
        .map(
            r ->
                new String(r.headers().lastHeader("event-id").value(), StandardCharsets.ISO_8859_1))
        .toList();
  }

  public List<ConsumerRecord<String, String>> records() {
    return records(kafka, topic);
  }

  /** All records in the topic of the default settings. */
  static List<ConsumerRecord<String, String>> records(LocalKafka kafka) {
    return records(kafka, "events");
  }

  private static List<ConsumerRecord<String, String>> records(LocalKafka kafka, String topic) {
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }

  @Override
  public void close() {
    servers.forEach(EmbeddedServer::close);
    client.shutdown();
    if (kafkaIsOwn) {
      kafka.kill(); // nothing of it is needed, and an orderly end takes seconds
      kafka.close();
    }
    redis.close();
  }
}
