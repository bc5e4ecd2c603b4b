package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.WebhookSignature;
import io.eventpipeline.testbed.rig.AdminSide;
import io.eventpipeline.testbed.rig.Json;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All services at one address, through the gateway's own file. Skipped, with a line that says so,
 * where nginx is not installed.
 */
class GatewayIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String SECRET = "webhook-secret-of-32-characters!";
  private static final String KEY = "a long key for programs";
  private static final int MEGABYTE = 1 << 20;

  private static Pipeline pipeline;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        GatewayProcess.program().isPresent(),
        "nginx is not installed, so the gateway is not tested: apt-get install nginx-light");
    pipeline =
        STARTED.start(
            Pipeline.named("gateway")
                .withAgent()
                .projecting()
                .counting()
                .pushWorkers(1)
                .showing()
                .withUsers()
                .ingest("WEBHOOK_SECRET", SECRET)
                .ingest("HTTP_TRUSTED_PROXIES", "127.0.0.1/32")
                .push("HTTP_API_KEYS", sha256(KEY))
                .query("HTTP_API_KEYS", sha256(KEY)));
    gateway = start("gateway", pipeline.push().worker(0).port());
  }

  private static GatewayProcess start(String name, int pushPort) throws IOException {
    return STARTED.add(
        GatewayProcess.start(
            pipeline.dir().toAbsolutePath().resolve(name),
            Map.of(
                "GATEWAY_INGEST", "127.0.0.1:" + pipeline.ingest().port(),
                "GATEWAY_QUERY", "127.0.0.1:" + pipeline.query().process().port(),
                "GATEWAY_PUSH", "127.0.0.1:" + pushPort,
                "GATEWAY_ADMIN", "127.0.0.1:" + pipeline.admin().process().port())));
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static HttpRequest.Builder request(String path) {
    return request(gateway, path);
  }

  private static HttpRequest.Builder request(GatewayProcess gateway, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
        .timeout(SOON)
        .header("Content-Type", "application/json")
        .header("X-API-Key", KEY);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(json(answer).path("status").asInt()).isEqualTo(status);
  }

  @Test
  void events_go_in_and_their_states_come_out() throws Exception {
    TestEvent event = anEvent().unordered();
    List<TestEvent> more = List.of(anEvent().unordered(), anEvent().unordered());
    assertThat(post("/events", event.request()).statusCode()).isEqualTo(202);
    assertThat(post("/events/batch", TestEvent.batch(more)).statusCode()).isEqualTo(202);
    for (String id : List.of(event.id(), more.get(1).id())) {
      Waiting.until("the state", SOON, () -> get("/events/" + id).statusCode() == 200);
      assertThat(json(get("/events/" + id)).path("status").asText()).isEqualTo("processed");
    }
    assertThat(json(get("/api/metrics")).has("queue_size")).isTrue();
    assertThat(json(get("/metrics?window=60")).path("window_sec").asInt()).isEqualTo(60);
  }

  @ParameterizedTest
  @CsvSource({"/webhooks/orders, 127.0.0.4", "/api/webhook/order.created, 127.0.0.5"})
  void a_signed_webhook_keeps_its_bytes(String path, String client) throws Exception {
    awaitTaken(path, client, "");
  }

  /** The source waits a quarter of a second for Kafka, which a busy machine may take. */
  private static void awaitTaken(String path, String from, String forwarded) {
    Waiting.until(
        "a webhook to be taken",
        SOON,
        () -> {
          int status = webhook(path, from, forwarded).statusCode();
          assertThat(status).isIn(202, 503);
          return status == 202;
        });
  }

  /** Sends a webhook that was not sent before, from an address of this machine. */
  private static HttpResponse<String> webhook(String path, String from, String forwarded)
      throws Exception {
    String body =
        "{\"event_id\":\"%s\",\"user_id\":\"ann\", \"sum\":\"12,50 €\"}"
            .formatted(Names.fresh("hook"));
    HttpRequest.Builder request =
        request(path)
            .header(WebhookSignature.TIMESTAMP, Long.toString(System.currentTimeMillis() / 1000))
            .header(WebhookSignature.SIGNATURE, WebhookSignature.of(body, SECRET))
            .POST(BodyPublishers.ofString(body));
    if (!forwarded.isEmpty()) {
      request.header("X-Forwarded-For", forwarded);
    }
    try (HttpClient client =
        HttpClient.newBuilder().localAddress(InetAddress.getByName(from)).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  @Test
  void a_client_is_limited_by_its_own_address_whatever_it_says() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      statuses.add(webhook("/webhooks/orders", "127.0.0.2", "203.0.113." + i).statusCode());
    }
    assertThat(statuses).contains(202).endsWith(429);
    awaitTaken("/webhooks/orders", "127.0.0.3", "127.0.0.2");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/health, 200",
    "GET, /openapi/ingest.json, 200",
    "GET, /openapi/query.json, 200",
    "GET, /reference/users/nobody, 404",
    "GET, /users/nobody, 404",
    "GET, /orders/nothing, 404",
    "PUT, /devices/ann/phone, 204",
    "DELETE, /devices/ann/phone, 204",
    "GET, /, 302",
    "GET, /admin, 401",
    "GET, /admin/login, 200"
  })
  void each_path_is_answered_by_its_service(String method, String path, int status)
      throws Exception {
    HttpResponse<String> answer = send(request(path).method(method, BodyPublishers.noBody()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("No service has this path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/readiness",
        "/healthz",
        "/prometheus",
        "/swagger/openapi.json",
        "/swagger-ui",
        "//prometheus",
        "/prometheus/",
        "/events/../prometheus",
        "/events/%2e%2e/prometheus",
        "/eventsx",
        "/nothing"
      })
  void nothing_else_is_there(String path) throws Exception {
    assertProblem(get(path), 404);
  }

  /** The gateway resolves dots, a service does not: it has no such path. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/prometheus/../events/x",
        "/prometheus/%2e%2e/events/x",
        "/health/../metrics",
        "/prometheus%2f..%2f../users/x"
      })
  void dots_open_nothing(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isBetween(400, 404);
    assertThat(answer.body()).doesNotContain("jvm_", "\"UP\"");
  }

  @Test
  void without_a_key_nobody_is_of_the_services_machine() throws Exception {
    for (String path : List.of("/devices/ann/phone", "/reference/users")) {
      HttpRequest.Builder put = request(path).PUT(BodyPublishers.ofString("{}"));
      assertThat(send(put.setHeader("X-API-Key", "none of theirs")).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void a_large_table_passes_and_what_is_too_large_is_refused() throws Exception {
    assertThat(putTable(40 * MEGABYTE).statusCode()).isEqualTo(200);
    assertProblem(putTable(65 * MEGABYTE), 413);
    assertProblem(post("/events", "{\"x\":\"" + "x".repeat(9 * MEGABYTE) + "\"}"), 413);
  }

  /** Sends a reference table of about this many bytes. */
  private static HttpResponse<String> putTable(int bytes) throws Exception {
    String user = "\"%07d\":{\"plan\":\"free\",\"region\":\"eu\"},";
    int users = bytes / user.formatted(0).length();
    StringBuilder body = new StringBuilder(bytes + 100).append("{\"user_metadata\":{");
    for (int i = 0; i < users; i++) {
      body.append(user.formatted(i));
    }
    body.setLength(body.length() - 1);
    body.append("},\"ts\":").append(System.currentTimeMillis()).append('}');
    return send(request("/reference/users").PUT(BodyPublishers.ofString(body.toString())));
  }

  @Test
  void an_operator_logs_in_and_the_pages_live() throws Exception {
    HttpResponse<String> login =
        send(
            request("/admin/login")
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "same-origin")
                .POST(
                    BodyPublishers.ofString(
                        "name=%s&password=%s"
                            .formatted(
                                AdminSide.OPERATOR,
                                URLEncoder.encode(AdminSide.PASSWORD, StandardCharsets.UTF_8)))));
    assertThat(login.statusCode()).as(login.body()).isEqualTo(303);
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie)
        .startsWith("__Host-")
        .containsIgnoringCase("; Secure")
        .containsIgnoringCase("; HttpOnly");
    String session = cookie.split(";", 2)[0];
    HttpResponse<String> page = send(request("/admin/events").header("Cookie", session));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> live =
          client.send(
              request("/admin/live?view=overview").header("Cookie", session).build(),
              BodyHandlers.ofInputStream());
      assertThat(live.statusCode()).isEqualTo(200);
      assertThat(firstLine(live.body())).isNotBlank();
    }
  }

  /** Comes while the response goes on: the gateway keeps nothing back. */
  private static String firstLine(InputStream live) throws IOException {
    StringBuilder line = new StringBuilder();
    try (live) {
      for (int next = live.read(); next >= 0 && next != '\n'; next = live.read()) {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Test
  void while_a_service_is_away_its_paths_say_so_and_others_answer() throws Exception {
    GatewayProcess pushless = start("pushless", FreePort.find());
    HttpResponse<String> answer =
        send(request(pushless, "/devices/ann/phone").PUT(BodyPublishers.noBody()));
    assertProblem(answer, 503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(send(request(pushless, "/api/health")).statusCode()).isEqualTo(200);
  }
}
