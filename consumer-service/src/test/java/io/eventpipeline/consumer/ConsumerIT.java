package io.eventpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.consumer.ledger.Operator;
import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@MicronautTest(transactional = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerIT implements TestPropertyProvider {
  private final Backends backends = new Backends();
  private final RedisCommands<String, String> store = backends.store;
  @Inject ApplicationContext context;
  @Inject EmbeddedServer server;
  @Inject RedisClient client;

  @Override
  public Map<String, String> getProperties() {
    return backends.properties(Map.of("order.gap-timeout", "2s"));
  }

  @AfterAll
  void stop() {
    context.close(); // before Kafka and Redis go
    backends.close();
  }

  @Test
  void shuffled_events_are_processed_in_order() {
    for (int seq : new int[] {3, 1, 2, 5, 4}) {
      send("ann", "ann-" + seq, "{\"seq\":" + seq + "}");
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(store.lrange("order:ann", 0, -1))
                    .containsExactly("1", "2", "3", "4", "5"));
    assertThat(store.hgetall("event:ann-3"))
        .containsEntry("status", "processed")
        .containsEntry("attempts", "1")
        .containsEntry("userId", "ann")
        .containsEntry("type", "t")
        .containsEntry("seq", "3")
        .containsKey("processedAt");
    assertThat(store.exists("dedup:ann-3")).isEqualTo(1);
    assertThat(store.keys("inflight:*")).isEmpty();
  }

  @Test
  void a_missing_seq_is_given_up_without_further_traffic() {
    send("gus", "gus-1", "{\"seq\":1}");
    send("gus", "gus-3", "{\"seq\":3}");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(store.lrange("order:gus", 0, -1)).containsExactly("1", "3"));
    send("gus", "gus-2", "{\"seq\":2}");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(store.hget("event:gus-2", "status")).isEqualTo("skipped"));
  }

  @Test
  void a_failing_event_ends_in_the_dead_letter_queue_and_lets_the_next_go_on() {
    send("fay", "fay-1", "{\"seq\":1,\"fail\":true}");
    send("fay", "fay-2", "{\"seq\":2}");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(store.hget("event:fay-2", "status")).isEqualTo("processed"));
    assertThat(store.hgetall("event:fay-1"))
        .containsEntry("status", "failed")
        .containsEntry("attempts", "3");
    assertThat(store.hgetall("dlq:fay-1")).containsEntry("encoding", "utf8");
    assertThat(store.lrange("dlq:list", 0, -1)).containsOnlyOnce("fay-1");
    assertThat(store.lrange("order:fay", 0, -1)).containsExactly("2");
  }

  @Test
  void a_dead_letter_that_is_marked_and_sent_again_runs_once_more() throws Exception {
    send("rae", "rae-1", "{\"seq\":1,\"fail\":true}");
    send("rae", "rae-2", "{\"seq\":2}");
    await().atMost(Duration.ofSeconds(20)).until(() -> store.exists("event:rae-2") == 1);
    sendReplay("rae", "rae-1", "{\"seq\":1}", "j.wrong");
    sendReplay("rae", "rae-3", "{\"seq\":3}", "j.wrong");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(store.hget("event:rae-3", "status")).isEqualTo("processed"));
    assertThat(store.lrange("order:rae", 0, -1)).containsExactly("2", "3");
    assertThat(store.hget("event:rae-1", "status")).isEqualTo("failed");
    assertThat(value(prometheus(), "consumer_replays_total{outcome=\"no_right\"}")).isEqualTo(2);

    byte[] order = store.dump("order:rae");
    byte[] seq = store.dump("seq:rae");
    assertThat(new Operator(store).mark("rae-1", "j.1")).isEqualTo("M");
    sendReplay("rae", "rae-1", "{\"seq\":1}", "j.1");
    sendReplay("rae", "rae-1", "{\"seq\":1}", "j.1");
    send("rae", "rae-4", "{}");
    await().atMost(Duration.ofSeconds(20)).until(() -> store.exists("event:rae-4") == 1);
    assertThat(store.hgetall("event:rae-1"))
        .containsEntry("status", "processed")
        .containsEntry("attempts", "4")
        .containsEntry("replays", "1")
        .doesNotContainKey("error");
    assertThat(store.exists("dlq:rae-1", "inflight:rae-1")).isZero();
    assertThat(store.lrange("dlq:list", 0, -1)).doesNotContain("rae-1");
    assertThat(store.dump("order:rae")).isEqualTo(order);
    assertThat(store.dump("seq:rae")).isEqualTo(seq);
    assertThat(value(prometheus(), "consumer_replays_total{outcome=\"processed\"}")).isEqualTo(1);
  }

  @Test
  void what_redis_refuses_of_one_user_holds_up_no_other() {
    store.hset("order:bad", "not", "a list");
    List<String> users = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      users.add(i == 20 ? "bad" : "good" + i);
    }
    users.forEach(
        user -> {
          String json =
              "{\"id\":\"%s-1\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":{\"seq\":1}}"
                  .formatted(user, user);
          backends.producer.send(
              new ProducerRecord<>("events", 5, null, json.getBytes(StandardCharsets.UTF_8)));
        });
    backends.producer.flush();
    String[] others =
        users.stream()
            .filter(user -> !user.equals("bad"))
            .map(user -> "event:" + user + "-1")
            .toArray(String[]::new);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(store.exists(others)).isEqualTo(59));
    assertThat(store.exists("event:bad-1")).isZero();
    store.del("order:bad");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(store.hget("event:bad-1", "status")).isEqualTo("processed"));
    assertThat(store.lrange("order:bad", 0, -1)).containsExactly("1");
  }

  @Test
  void a_record_that_is_no_event_ends_in_the_dead_letter_queue() {
    backends.producer.send(new ProducerRecord<>("events", 0, null, new byte[] {(byte) 0xff, 1}));
    backends.producer.flush();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(store.keys("event:poison~events~0~*")).hasSize(1));
    String id = store.keys("event:poison~*").getFirst().substring("event:".length());
    assertThat(store.hgetall("dlq:" + id))
        .containsEntry("encoding", "base64")
        .containsEntry("payload", "/wE=")
        .containsEntry("attempts", "0");
  }

  @Test
  void every_meter_is_shown() throws Exception {
    send("mia", "mia-1", "{\"seq\":1}");
    send("mia", "mia-1", "{\"seq\":1}");
    send("mia", "mia-2", "{\"seq\":2,\"fail\":true}");
    send("mia", "mia-4", "{\"seq\":4}");
    await().atMost(Duration.ofSeconds(20)).until(() -> store.exists("event:mia-4") == 1);
    String shown = prometheus();
    for (ConsumerMetric metric : ConsumerMetric.values()) {
      assertThat(shown).contains("\n" + metric.meter().exposed());
    }
    assertThat(value(shown, "consumer_duplicates_total")).isPositive();
    assertThat(value(shown, "consumer_failed_total{reason=\"handler\"}")).isPositive();
    assertThat(value(shown, "consumer_retried_total")).isPositive();
    assertThat(value(shown, "consumer_handler_seconds_count")).isPositive();
    assertThat(value(shown, "consumer_redis_round_trip_seconds_count")).isPositive();
    assertThat(value(shown, "consumer_rebalances_total{change=\"assigned\"}")).isEqualTo(8);
    assertThat(value(shown, "consumer_redis_up")).isEqualTo(1);
  }

  @Test
  void lag_and_age_and_waiting_users_rise_and_fall() throws Exception {
    send("lea", "lea-2", "{\"seq\":2}"); // its seq 1 is missing
    String partition = "{partition=\"" + partitionOf("lea") + "\"}";
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              String shown = prometheus();
              assertThat(value(shown, "consumer_lag" + partition)).isPositive();
              assertThat(value(shown, "consumer_oldest_age_seconds" + partition)).isPositive();
              assertThat(value(shown, "consumer_unfinished" + partition)).isPositive();
              assertThat(value(shown, "consumer_memory_used" + partition)).isPositive();
              assertThat(value(shown, "consumer_lanes_waiting{why=\"gap\"}")).isPositive();
            });
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              String shown = prometheus();
              assertThat(value(shown, "consumer_lag" + partition)).isZero();
              assertThat(value(shown, "consumer_oldest_age_seconds" + partition)).isZero();
            });
  }

  @Test
  void no_command_of_redis_is_timed() throws Exception {
    assertThat(client.getResources().commandLatencyRecorder().isEnabled()).isFalse();
    assertThat(prometheus()).doesNotContain("lettuce");
  }

  @Test
  void a_probe_that_knows_no_health_endpoint_is_answered_too() throws Exception {
    assertThat(get("/healthz")).isEqualTo("{\"ok\":true}");
  }

  @Test
  void an_unknown_path_is_answered_with_a_problem_document() throws Exception {
    HttpURLConnection connection = (HttpURLConnection) uri("/nothing").toURL().openConnection();
    assertThat(connection.getResponseCode()).isEqualTo(404);
    assertThat(connection.getContentType()).isEqualTo("application/problem+json");
  }

  @Test
  void readiness_shows_whether_redis_is_connected() throws Exception {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> get("/health/readiness").contains("\"connected\":true"));
  }

  private static int partitionOf(String user) {
    return Utils.toPositive(Utils.murmur2(user.getBytes(StandardCharsets.UTF_8))) % 8;
  }

  private String prometheus() throws Exception {
    return "\n" + get("/prometheus");
  }

  private String get(String path) throws Exception {
    return new String(uri(path).toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getPort() + path);
  }

  private static double value(String shown, String name) {
    return shown
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  private void sendReplay(String user, String id, String payload, String token) {
    String value =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":%s}"
            .formatted(id, user, payload);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            "events",
            user.getBytes(StandardCharsets.UTF_8),
            value.getBytes(StandardCharsets.UTF_8));
    record.headers().add(EventTopic.REPLAY_HEADER, token.getBytes(StandardCharsets.UTF_8));
    backends.producer.send(record);
    backends.producer.flush();
  }

  private void send(String user, String id, String payload) {
    String value =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"t\",\"payload\":%s,\"timestamp\":1}"
            .formatted(id, user, payload);
    backends.producer.send(
        new ProducerRecord<>(
            "events",
            user.getBytes(StandardCharsets.UTF_8),
            value.getBytes(StandardCharsets.UTF_8)));
    backends.producer.flush();
  }
}
