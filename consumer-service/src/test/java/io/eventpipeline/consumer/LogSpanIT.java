package io.eventpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.contract.Unavailable;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How far a partition is read past an event that does not become final. */
@MicronautTest(transactional = false)
@Property(name = "spec.name", value = "LogSpanIT")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogSpanIT implements TestPropertyProvider {
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

  private final Backends backends = new Backends();
  private final RedisCommands<String, String> store = backends.store;
  @Inject ApplicationContext context;
  @Inject Held held;
  @Inject MeterRegistry meters;

  @Override
  public Map<String, String> getProperties() {
    return backends.properties(
        Map.of(
            "topic.partitions", "1",
            "kafka.max.poll.records", Integer.toString(POLL),
            "order.gap-timeout", "60s",
            "retry.cap", "500ms",
            "pause.max-log-span", Integer.toString(SPAN)));
  }

  @AfterAll
  void stop() {
    context.close(); // before Kafka and Redis go
    backends.close();
  }

  @Test
  void a_held_event_pauses_its_partition_until_it_is_final() {
    produce();
    String[] within =
        IntStream.range(1, SPAN)
            .filter(i -> i != SEQ_2)
            .mapToObj(i -> "event:e" + i)
            .toArray(String[]::new);
    await().atMost(SOON).until(() -> store.exists(within) == within.length);
    await().atMost(SOON).until(() -> meter("consumer.pauses") == 1);
    assertThat(meter("consumer.log.span")).isBetween((double) SPAN, SPAN + POLL - 1.0);
    assertThat(store.exists("event:held", "event:e" + (SPAN + POLL))).isZero();

    held.away = false;
    await().atMost(SOON).until(() -> store.exists("event:e" + (EVENTS - 1)) == 1);
    await().atMost(SOON).until(() -> meter("consumer.log.span") == 0);
    assertThat(store.hget("event:held", "status")).isEqualTo("processed");
    assertThat(store.lrange("order:gus", 0, -1)).containsExactly("1", "2");
  }

  private double meter(String name) {
    Search found = meters.find(name);
    return found.meter() == null
        ? Double.NaN
        : found.meter().measure().iterator().next().getValue();
  }

  private void produce() {
    for (int i = 0; i < EVENTS; i++) {
      String value =
          switch (i) {
            case 0 -> event("held", "hal", "held", "");
            case SEQ_2 -> event("gus-2", "gus", "t", "\"seq\":2");
            case SEQ_1 -> event("gus-1", "gus", "t", "\"seq\":1");
            default -> event("e" + i, "u" + i % 50, "t", "");
          };
      backends.producer.send(
          new ProducerRecord<>("events", 0, null, value.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static String event(String id, String user, String type, String payload) {
    return "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":{%s}}"
        .formatted(id, user, type, payload);
  }
}
