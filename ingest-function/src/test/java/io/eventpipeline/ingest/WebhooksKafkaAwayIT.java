package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.webhook.SignedRequests.SECRET;
import static io.eventpipeline.ingest.webhook.Signing.bytes;
import static io.eventpipeline.ingest.webhook.Signing.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.webhook.SignedRequests;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks while Kafka is away, or late. */
class WebhooksKafkaAwayIT {
  @TempDir Path dir;

  private static HttpResponse<String> send(EmbeddedServer api, String id) {
    String body = "{\"id\":\"" + id + "\",\"user\":\"u\"}";
    String time = Long.toString(SignedRequests.now());
    return Rig.post(
        api,
        "/webhooks/own",
        body,
        "X-Timestamp",
        time,
        "X-Signature",
        hex(SECRET, "", bytes(body)));
  }

  @Test
  void a_webhook_is_one_event_after_kafka_was_away() {
    Map<String, Object> settings = new HashMap<>(SignedRequests.settings());
    settings.putAll(Rig.IMPATIENT);
    try (Rig rig = Rig.withOwnKafka(dir)) {
      EmbeddedServer api = rig.api(settings);
      rig.kafka.kill();
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> refused = send(api, "away");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      }
      rig.kafka.restart();
      await().atMost(Rig.PATIENCE).until(() -> send(api, "away").statusCode() != 503);
      assertThat(send(api, "away").statusCode()).isEqualTo(200);
      assertThat(rig.idsOf("u")).isNotEmpty().containsOnly("own:away");
    }
  }

  @Test
  void a_late_acknowledgement_makes_the_next_delivery_a_duplicate() {
    Map<String, Object> settings = new HashMap<>(SignedRequests.settings());
    settings.put("webhooks.sources.own.ack-wait", "50ms");
    settings.put("kafka.delivery.timeout.ms", "120000");
    settings.put("kafka.request.timeout.ms", "60000");
    try (Rig rig = Rig.withOwnKafka(dir)) {
      EmbeddedServer api = rig.api(settings);
      rig.kafka.signal("STOP");
      assertThat(send(api, "late").statusCode()).isEqualTo(503);
      assertThat(send(api, "late").statusCode()).isEqualTo(503);
      rig.kafka.signal("CONT");
      await()
          .atMost(Rig.PATIENCE)
          .until(() -> String.valueOf(rig.store.get("idempotency:own:late")).startsWith("d"));
      assertThat(send(api, "late").statusCode()).isEqualTo(200);
      assertThat(rig.idsOf("u")).containsExactly("own:late");
    }
  }
}
