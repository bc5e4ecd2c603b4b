package io.eventpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the consumer writes for the push workers, and what it does when nobody reads it. */
@MicronautTest(transactional = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxIT implements TestPropertyProvider {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MAX = 20;

  private final Backends backends = new Backends();
  private final RedisCommands<String, String> store = backends.store;
  @Inject ApplicationContext context;
  @Inject EmbeddedServer server;

  @Override
  public Map<String, String> getProperties() {
    return backends.properties(
        Map.of(
            "topic.partitions", "1",
            "outbox.max-backlog", Integer.toString(MAX),
            "outbox.rules[0].type", "order.created",
            "outbox.rules[0].title", "Order {payload.n}"));
  }

  @AfterAll
  void stop() {
    context.close(); // before Kafka and Redis go
    backends.close();
  }

  private void send(String id, String user, String type) {
    String json =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":{\"n\":1}}"
            .formatted(id, user, type);
    backends.producer.send(
        new ProducerRecord<>("events", 0, null, json.getBytes(StandardCharsets.UTF_8)));
  }

  private void awaitProcessed(String... ids) {
    for (String id : ids) {
      await().atMost(SOON).until(() -> "processed".equals(store.hget("event:" + id, "status")));
    }
  }

  private String health() throws Exception {
    URI uri = server.getURI().resolve("/health");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri).timeout(SOON).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }

  @Test
  void notifications_are_written_with_the_event_and_reading_stops_while_too_many_wait()
      throws Exception {
    send("first", "ann", "order.created");
    send("other", "ann", "t");
    awaitProcessed("first", "other");
    assertThat(store.xrange("outbox:push", Range.unbounded()))
        .singleElement()
        .extracting(StreamMessage::getBody)
        .isEqualTo(
            Map.of(
                "d",
                "0|first#1|{\"eventId\":\"first\",\"userId\":\"ann\",\"type\":\"order.created\","
                    + "\"title\":\"Order 1\"}"));

    aForeignKeyHoldsItsUser();

    IntStream.range(0, MAX).forEach(i -> send("n" + i, "u" + i, "order.created"));
    awaitProcessed(IntStream.range(0, MAX).mapToObj(i -> "n" + i).toArray(String[]::new));
    await().atMost(SOON).until(() -> health().contains("start more push workers"));
    assertThat(health()).contains("\"degraded\":[\"");
    await().atMost(SOON).until(() -> gauge("consumer.outbox.backlog") >= MAX);
    send("late", "zoe", "t");
    await().atMost(SOON).until(() -> gauge("consumer.lag") >= 1);
    assertThat(store.exists("event:late")).as("not read while the backlog is full").isZero();

    store.del("outbox:push");
    awaitProcessed("late");
    await().atMost(SOON).until(() -> !health().contains("degraded"));
  }

  private void aForeignKeyHoldsItsUser() throws Exception {
    store.del("outbox:push");
    store.set("outbox:push", "foreign");
    send("held", "bob", "order.created");
    send("free", "cyd", "t");
    awaitProcessed("free");
    await().atMost(SOON).until(() -> health().contains("holds no stream"));
    assertThat(store.exists("event:held")).isZero();
    store.del("outbox:push");
    awaitProcessed("held");
    assertThat(store.xlen("outbox:push")).isEqualTo(1);
  }

  private double gauge(String name) {
    return context.getBean(MeterRegistry.class).find(name).gauges().stream()
        .mapToDouble(gauge -> gauge.value())
        .sum();
  }
}
