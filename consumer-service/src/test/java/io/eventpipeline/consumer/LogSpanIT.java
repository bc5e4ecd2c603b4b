package io.eventpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.contract.Unavailable;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a partition is read past an event that does not become final. */
class LogSpanIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int SPAN = 500;
  private static final int POLL = 100;
  private static final int EVENTS = 2000;

  /** Nearer to one another than the bound, but not both read while the held event is. */
  private static final int SEQ_2 = 150;

  private static final int SEQ_1 = 620;

  /** Its database is away until the test says otherwise. */
  @Singleton
  @Requires(property = "spec.name", value = "LogSpanIT")
  static final class Held implements EventHandler {
    volatile boolean away = true;

    @Override
    public Set<String> types() {
      return Set.of("held", "t");
    }

    @Override
    public void handle(Event event) {
      if (event.type().equals("held") && away) {
        throw new Unavailable("its database is away");
      }
    }
  }

  @Test
  void a_held_event_pauses_its_partition_until_it_is_final(@TempDir Path dir) {
    try (LocalRedis redis = LocalRedis.start(dir.resolve("redis"), 0);
        LocalKafka kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
        EmbeddedServer server = start(kafka, redis);
        RedisClient client = RedisClient.create(redis.uri())) {
      RedisCommands<String, String> store = client.connect().sync();
      produce(kafka);
      String[] within =
          IntStream.range(1, SPAN)
              .filter(i -> i != SEQ_2)
              .mapToObj(i -> "event:e" + i)
              .toArray(String[]::new);
      await().atMost(SOON).until(() -> store.exists(within) == within.length);
      await().atMost(SOON).until(() -> meter(server, "consumer.pauses") == 1);
      assertThat(meter(server, "consumer.log.span")).isBetween((double) SPAN, SPAN + POLL - 1.0);
      assertThat(store.exists("event:held", "event:e" + (SPAN + POLL))).isZero();

      server.getApplicationContext().getBean(Held.class).away = false;
      await().atMost(SOON).until(() -> store.exists("event:e" + (EVENTS - 1)) == 1);
      await().atMost(SOON).until(() -> meter(server, "consumer.log.span") == 0);
      assertThat(store.hget("event:held", "status")).isEqualTo("processed");
      assertThat(store.lrange("order:gus", 0, -1)).containsExactly("1", "2");
    }
  }

  private static double meter(EmbeddedServer server, String name) {
    Search found = server.getApplicationContext().getBean(MeterRegistry.class).find(name);
    return found.meter() == null
        ? Double.NaN
        : found.meter().measure().iterator().next().getValue();
  }

  private static void produce(LocalKafka kafka) {
    Map<String, Object> config =
        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < EVENTS; i++) {
        String value =
            switch (i) {
              case 0 -> event("held", "hal", "held", "");
              case SEQ_2 -> event("gus-2", "gus", "t", "\"seq\":2");
              case SEQ_1 -> event("gus-1", "gus", "t", "\"seq\":1");
              default -> event("e" + i, "u" + i % 50, "t", "");
            };
        producer.send(
            new ProducerRecord<>("events", 0, null, value.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  private static String event(String id, String user, String type, String payload) {
    return "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":{%s}}"
        .formatted(id, user, type, payload);
  }

  private static EmbeddedServer start(LocalKafka kafka, LocalRedis redis) {
    return ApplicationContext.run(
        EmbeddedServer.class,
        Map.of(
            "spec.name",
            "LogSpanIT",
            "micronaut.server.port",
            -1,
            "topic.partitions",
            1,
            "kafka.bootstrap.servers",
            kafka.bootstrapServers(),
            "kafka.max.poll.records",
            POLL,
            "redis.uri",
            redis.uri(),
            "order.gap-timeout",
            "60s",
            "retry.cap",
            "500ms",
            "pause.max-log-span",
            SPAN));
  }
}
