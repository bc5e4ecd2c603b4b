package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.local.WebhookSignature;
import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A webhook that comes again is handled once, whatever happens in between. */
class WebhookDeliveriesIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String SECRET = "webhook-secret-of-32-characters!";

  private static Pipeline pipeline() {
    return STARTED.start(
        Pipeline.named("webhooks")
            .processes()
            .ingest("WEBHOOKS_SOURCES_SHOP_SCHEME", "timestamped-hmac")
            .ingest("WEBHOOKS_SOURCES_SHOP_SECRETS", SECRET)
            .ingest("WEBHOOKS_SOURCES_SHOP_TYPE", "test.ok")
            .ingest("WEBHOOKS_SOURCES_SHOP_USER", "$.user")
            .ingest("WEBHOOKS_SOURCES_SHOP_EVENT_ID", "$.id")
            .ingest("WEBHOOKS_SOURCES_SHOP_RATE", "10000/s")
            .ingest("WEBHOOKS_SOURCES_SHOP_ACK_WAIT", "2s"));
  }

  private static HttpReply send(Pipeline pipeline, String id) {
    String body = "{\"id\":\"" + id + "\",\"user\":\"ann\"}";
    String time = Long.toString(System.currentTimeMillis() / 1000);
    return pipeline
        .api()
        .post(
            "/webhooks/shop",
            Map.of(
                WebhookSignature.TIMESTAMP,
                time,
                WebhookSignature.SIGNATURE,
                WebhookSignature.of(body, SECRET)),
            body.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isTaken(Pipeline pipeline, String id) {
    int status = send(pipeline, id).status();
    assertThat(status).isIn(200, 202, 503);
    return status != 503;
  }

  private static void assertHandledOnce(Pipeline pipeline, String id) {
    pipeline.redisView().awaitFinal(List.of(id), SOON);
    pipeline.topic().awaitNoLag(SOON);
    assertThat(pipeline.redisView().event(id)).containsEntry("status", "processed");
    assertThat(pipeline.runs().starts(id)).isEqualTo(1);
  }

  @Test
  void a_webhook_is_handled_once() throws Exception {
    Pipeline pipeline = pipeline();
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        var unused = threads.submit(() -> statuses.add(send(pipeline, "at-once").status()));
      }
    }
    assertThat(statuses).hasSize(50).isSubsetOf(200, 202, 503);
    assertThat(statuses).filteredOn(status -> status == 202).hasSize(1);
    for (int i = 0; i < 5; i++) {
      assertThat(send(pipeline, "at-once").status()).isEqualTo(200);
    }
    assertHandledOnce(pipeline, "shop:at-once");
    pipeline.kafka().kill();
    assertThat(send(pipeline, "away").status()).isEqualTo(503);
    assertThat(send(pipeline, "away").status()).isEqualTo(503);
    pipeline.kafka().restart();
    Waiting.until("the API to take it", SOON, () -> isTaken(pipeline, "away"));
    assertThat(send(pipeline, "away").status()).isEqualTo(200);
    assertHandledOnce(pipeline, "shop:away");
  }

  @Test
  void an_api_that_dies_between_mark_and_acknowledgement_loses_and_repeats_nothing() {
    Pipeline pipeline = pipeline();
    pipeline.kafka().signal("STOP");
    assertThat(send(pipeline, "killed").status()).isEqualTo(503);
    assertThat(pipeline.redisView().keys("idempotency:shop:killed")).hasSize(1);
    pipeline.ingest().signal("KILL");
    pipeline.kafka().signal("CONT");
    pipeline.relaunchIngest().awaitReady(SOON);
    Waiting.until("the API to take it", SOON, () -> isTaken(pipeline, "killed"));
    assertThat(send(pipeline, "killed").status()).isEqualTo(200);
    assertHandledOnce(pipeline, "shop:killed");
  }
}
