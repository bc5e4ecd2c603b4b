package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.PipelineBuilder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each request of docs/requests.http gets the status that the file names. */
class RequestsFileIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Pattern REFUSED = Pattern.compile("\"code\":\"(?!invalid)");

  private static final String SECRET = "webhook-secret-of-32-characters!";

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void each_request_gets_the_status_that_the_file_names() throws Exception {
    Pipeline pipeline = STARTED.start(withWebhooks(Pipeline.named("requests")));
    RequestsFile file =
        RequestsFile.read(
            Path.of("../docs/requests.http"),
            Map.of(
                "ingest", "http://127.0.0.1:" + pipeline.ingest().port(),
                "consumer", "http://127.0.0.1:" + pipeline.consumer(0).port(),
                "webhookSecret", SECRET));

    assertThat(file.entries()).hasSizeGreaterThan(20).noneMatch(entry -> entry.status() == 0);
    for (RequestsFile.Entry entry : file.entries()) {
      HttpRequest request = file.request(entry);
      if (request.method().equals("GET")) {
        await(entry.toString())
            .atMost(SOON)
            .untilAsserted(() -> assertStatus(entry, send(request)));
      } else {
        HttpResponse<String> reply = send(request);
        assertStatus(entry, reply);
        assertThat(reply.body()).as(entry.toString()).doesNotContainPattern(REFUSED);
      }
    }
  }

  /** The source that WEBHOOK_SECRET makes, with a sender who waits longer for Kafka. */
  private static PipelineBuilder withWebhooks(PipelineBuilder pipeline) {
    return pipeline
        .ingest("WEBHOOKS_SOURCES_ORDERS_SCHEME", "timestamped-hmac")
        .ingest("WEBHOOKS_SOURCES_ORDERS_PATH", "/api/webhook/order.created")
        .ingest("WEBHOOKS_SOURCES_ORDERS_SECRETS", SECRET)
        .ingest("WEBHOOKS_SOURCES_ORDERS_TYPE", "order.created")
        .ingest("WEBHOOKS_SOURCES_ORDERS_USER", "$.user_id | $.userId")
        .ingest("WEBHOOKS_SOURCES_ORDERS_EVENT_ID", "$.event_id | $.eventId")
        .ingest("WEBHOOKS_SOURCES_ORDERS_ID_PREFIX", "none")
        .ingest("WEBHOOKS_SOURCES_ORDERS_ACK_WAIT", "30s");
  }

  private static void assertStatus(RequestsFile.Entry entry, HttpResponse<String> reply) {
    assertThat(reply.statusCode()).as(entry + ": " + reply.body()).isEqualTo(entry.status());
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
