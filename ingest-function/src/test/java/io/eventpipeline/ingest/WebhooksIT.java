package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.webhook.SignedRequests.SECRET;
import static io.eventpipeline.ingest.webhook.Signing.bytes;
import static io.eventpipeline.ingest.webhook.Signing.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.eventpipeline.ingest.webhook.SignedRequests;
import io.eventpipeline.runtime.observe.LogRecorder;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks at one API with a Redis of its own. */
class WebhooksIT {
  private static final String PATH = "/webhooks/own";

  @TempDir static Path dir;
  static Rig rig;
  static EmbeddedServer api;

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
    api = rig.api(with());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  /**
   * @param more names and values of further settings
   */
  private static Map<String, Object> with(Object... more) {
    Map<String, Object> all = new HashMap<>(SignedRequests.settings());
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i].toString(), more[i + 1]);
    }
    return all;
  }

  private static HttpResponse<String> send(EmbeddedServer to, String path, String body) {
    return send(to, path, body, SECRET);
  }

  private static HttpResponse<String> send(
      EmbeddedServer to, String path, String body, String secret) {
    String time = Long.toString(SignedRequests.now());
    return Rig.post(
        to, path, body, "X-Timestamp", time, "X-Signature", hex(secret, "", bytes(body)));
  }

  private static String body(String id, String user) {
    return "{\"id\":\"" + id + "\",\"user\":\"" + user + "\"}";
  }

  @Test
  void fifty_at_once_are_one_event() throws Exception {
    Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        var unused =
            threads.submit(
                () -> statuses.add(send(api, PATH, body("fifty", "fifty")).statusCode()));
      }
    }
    assertThat(statuses).hasSize(50).containsOnly(200, 202);
    assertThat(statuses).filteredOn(status -> status == 202).hasSize(1);
    assertThat(rig.idsOf("fifty")).containsExactly("own:fifty");
    assertThat(rig.store.get("idempotency:own:fifty")).startsWith("d");
  }

  @Test
  void what_kafka_refuses_can_come_again() throws Exception {
    EmbeddedServer other = rig.api(with("topic.name", "refusing"));
    rig.refuseAll(other, "refusing");
    HttpResponse<String> refused = send(other, PATH, body("refused", "refused"));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(rig.store.get("idempotency:own:refused")).isNull();
    assertThat(rig.store.keys("webhook:seen:own:*")).noneMatch(this::isOfRefused);
    assertThat(send(api, PATH, body("refused", "refused")).statusCode()).isEqualTo(202);
    assertThat(rig.idsOf("refused")).containsExactly("own:refused");
  }

  private boolean isOfRefused(String key) {
    return String.valueOf(rig.store.get(key)).startsWith("own:refused");
  }

  @Test
  void the_same_bytes_cost_one_mark_and_one_event() {
    String first = body("seen", "seen");
    assertThat(send(api, PATH, first).statusCode()).isEqualTo(202);
    await() // the marks are kept after the answer
        .atMost(Rig.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(rig.store.keys("webhook:seen:own:*"))
                  .anyMatch(key -> "own:seen".equals(rig.store.get(key)));
              assertThat(rig.store.ttl("idempotency:own:seen")).isBetween(86_000L, 86_400L);
            });
  }

  @Test
  void redis_counts_genuine_ones_and_duplicates() {
    long received = count("received");
    long deduped = count("deduped");
    send(api, PATH, body("stats", "stats"));
    send(api, PATH, body("stats", "stats"));
    send(api, PATH, body("stats", "stats"), "wrong");
    await().atMost(Rig.PATIENCE).until(() -> count("deduped") >= deduped + 1);
    assertThat(count("deduped")).isEqualTo(deduped + 1);
    assertThat(count("received")).isEqualTo(received + 2);
  }

  private static long count(String field) {
    String value = rig.store.hget("webhook:stats", field);
    return value == null ? 0 : Long.parseLong(value);
  }

  @Test
  void a_metric_tells_which_secret_is_in_use() {
    String name = "ingest_webhook_secret_matches_total{secret=\"two:%d\"} ";
    EmbeddedServer other =
        rig.api(
            with(
                "webhooks.sources.two.scheme", "timestamped-hmac",
                "webhooks.sources.two.secrets", List.of("new-" + SECRET, "old-" + SECRET),
                "webhooks.sources.two.type", "t",
                "webhooks.sources.two.user", "$.user",
                "webhooks.sources.two.event-id", "$.id"));
    assertThat(send(other, "/webhooks/two", body("a", "two"), "old-" + SECRET).statusCode())
        .isEqualTo(202);
    assertThat(send(other, "/webhooks/two", body("b", "two"), "gone-" + SECRET).statusCode())
        .isEqualTo(401);
    String metrics = Rig.get(other, "/prometheus").body();
    assertThat(metrics).contains(name.formatted(0) + "0.0", name.formatted(1) + "1.0");
    assertThat(metrics).contains("ingest_webhook_refused_total{reason=\"signature\"} 1.0");
  }

  @Test
  void an_authentic_delivery_of_a_preset_is_never_limited() {
    EmbeddedServer other = rig.api(with("webhooks.sources.gh.rate", "2/10m"));
    assertThat(github(other, "wrong", 0).statusCode()).isEqualTo(401);
    assertThat(github(other, "wrong", 0).statusCode()).isEqualTo(401);
    HttpResponse<String> limited = github(other, "wrong", 0);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(limited.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 600);
    for (int i = 0; i < 5; i++) {
      assertThat(github(other, SECRET, i).statusCode()).isEqualTo(202);
    }
  }

  private static HttpResponse<String> github(EmbeddedServer to, String secret, int number) {
    String body = "{\"sender\":{\"id\":" + number + "},\"limit\":true}";
    return Rig.post(
        to,
        "/webhooks/gh",
        body,
        "X-GitHub-Event",
        "push",
        "X-GitHub-Delivery",
        "limit-" + number,
        "X-Hub-Signature-256",
        "sha256=" + hex(secret, "", bytes(body)));
  }

  @ParameterizedTest
  @CsvSource({
    "/events",
    "/events/batch",
    "/events/x",
    "/health",
    "/health/liveness",
    "/prometheus",
    "/webhooks/x",
    "/swagger/openapi.json",
    "/healthz"
  })
  void a_path_of_another_route_stops_the_start(String path) {
    assertThatThrownBy(() -> rig.api(with("webhooks.sources.own.path", path)))
        .hasMessageStartingWith(
            "webhooks.sources.own.path must not be that of another route: " + path);
  }

  @Test
  void the_api_is_ready_once_a_webhook_would_be_answered() {
    await()
        .atMost(Rig.PATIENCE)
        .untilAsserted(
            () -> assertThat(Rig.get(api, "/health/readiness").statusCode()).isEqualTo(200));
    assertThat(Rig.get(api, "/health/readiness").body()).contains("\"webhooks\"");
    assertThat(rig.store.keys("*warm*")).filteredOn(key -> !key.endsWith("warm")).isEmpty();
  }

  @Test
  void no_log_line_shows_a_secret_a_signature_or_a_body() {
    String body = body("logged-MARK", "MARK");
    try (LogRecorder log = LogRecorder.ofAll()) {
      send(api, PATH, body);
      send(api, PATH, body, "wrong-MARK");
      send(api, PATH, body + "MARK");
      Rig.post(api, PATH, body, "X-Timestamp", "MARK", "X-Signature", "MARK");
      assertThat(log.lines())
          .extracting(ILoggingEvent::getFormattedMessage)
          .noneMatch(line -> line.contains(SECRET))
          .noneMatch(line -> line.contains("MARK") && !line.contains("own:logged-MARK"));
    }
  }

  @Test
  void redis_away_costs_no_webhook() {
    EmbeddedServer lonely =
        rig.api(with("redis.uri", "redis://127.0.0.1:1", "limit.timeout", "100ms"));
    assertThat(send(lonely, PATH, body("lonely", "lonely")).statusCode()).isEqualTo(202);
    assertThat(Rig.get(lonely, "/health/liveness").statusCode()).isEqualTo(200);
  }
}
