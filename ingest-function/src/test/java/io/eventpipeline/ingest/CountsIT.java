package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.get;
import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventpipeline.ingest.observe.WebhookStats;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /api/health} and {@code /api/metrics}. */
class CountsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEALTH = "/api/health";
  private static final String METRICS = "/api/metrics";

  @TempDir Path dir;

  private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    return JSON.readTree(answer.body());
  }

  @Test
  void the_counters_are_those_in_redis_and_the_lag_is_that_of_kafka() throws Exception {
    try (Rig rig = new Rig(dir)) {
      EmbeddedServer api = rig.api(Rig.withTopic("counted"));
      await().atMost(Rig.PATIENCE).until(() -> get(api, METRICS).statusCode() == 200);
      JsonNode before = json(get(api, METRICS), 200);
      assertThat(before.toString())
          .isEqualTo(
              "{\"received\":0,\"deduped\":0,\"sent\":0,\"failed\":0,\"dlq\":0,\"queue_size\":1,"
                  + "\"events_waiting\":1,\"push_waiting\":0,\"dlq_events\":0,\"dlq_push\":0}");
      WebhookStats stats = api.getApplicationContext().getBean(WebhookStats.class);
      stats.received();
      stats.received();
      stats.deduped();
      rig.store.hset("push:stats", Map.of("sent", "7", "failed", "5"));
      rig.store.rpush("dlq:list", "a", "b", "c");
      rig.store.xadd("push:dlq", Map.of("d", "x"));
      rig.store.xadd("outbox:push", Map.of("d", "x"));
      rig.store.zadd("push:retry", 1, "y");
      post(api, "/events", event("ann"));
      assertThat(json(get(api, METRICS), 200).toString())
          .isEqualTo(
              "{\"received\":2,\"deduped\":1,\"sent\":7,\"failed\":5,\"dlq\":4,\"queue_size\":4,"
                  + "\"events_waiting\":2,\"push_waiting\":2,\"dlq_events\":3,\"dlq_push\":1}");
      assertThat(rig.store.hgetall("webhook:stats"))
          .isEqualTo(Map.of("received", "2", "deduped", "1"));
    }
  }

  @Test
  void health_names_the_server_that_is_away() throws Exception {
    try (Rig rig = Rig.withOwnKafka(dir)) {
      EmbeddedServer api = rig.api(Map.of("ingest.max-lag", 0));
      JsonNode health = json(get(api, HEALTH), 200);
      assertThat(health.properties()).hasSize(5);
      assertThat(health.toString())
          .startsWith("{\"ok\":true,\"redis\":\"up\",\"kafka\":\"up\",\"timestamp\":\"");
      assertThat(Duration.between(Instant.parse(health.get("timestamp").asText()), Instant.now()))
          .isLessThan(Rig.PATIENCE);
      assertThat(health.get("uptime").isIntegralNumber()).isTrue();
      await().atMost(Rig.PATIENCE).until(() -> get(api, METRICS).statusCode() == 200);

      rig.redis.kill();
      assertThat(json(get(api, HEALTH), 503).toString())
          .startsWith("{\"ok\":false,\"redis\":\"down\",\"kafka\":\"up\",\"timestamp\":\"");
      assertThat(json(get(api, METRICS), 503).get("detail").asText())
          .isEqualTo("Redis does not answer");

      rig.kafka.kill();
      assertThat(json(get(api, HEALTH), 503).toString())
          .startsWith("{\"ok\":false,\"redis\":\"down\",\"kafka\":\"down\",\"timestamp\":\"");
      assertThat(json(get(api, METRICS), 503).get("detail").asText())
          .isEqualTo("Kafka does not answer");
    }
  }
}
