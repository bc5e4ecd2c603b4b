package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.get;
import static io.eventpipeline.ingest.Rig.post;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.eventpipeline.ingest.webhook.SignedRequests;
import io.eventpipeline.ingest.webhook.Signing;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the OpenAPI document with the API that serves it. */
class OpenApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final String TOO_LARGE = "x".repeat(9_000_000);

  /** Headers that the document must mention if the API sends them. */
  private static final List<String> TOLD =
      List.of(
          "RateLimit",
          "RateLimit-Policy",
          "Retry-After",
          "Accept",
          "Accept-Encoding",
          "WWW-Authenticate");

  private static final String TOPIC = "documented";
  private static final String KEY = "Idempotency-Key";

  @TempDir static Path dir;
  static Rig rig;
  static EmbeddedServer api;

  /** Needs an API key. */
  static EmbeddedServer locked;

  static JsonNode document;

  @BeforeAll
  static void start() throws Exception {
    rig = new Rig(dir);
    Map<String, Object> settings = new LinkedHashMap<>(SignedRequests.settings());
    settings.putAll(Rig.withTopic(TOPIC));
    api = rig.api(settings);
    locked = rig.api(Map.of("http.api-keys", "0".repeat(64)));
    HttpResponse<String> answer = get(api, "/swagger/openapi.json");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    document = JSON.readTree(answer.body());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  /** Requests that produce each documented status; the last ones break the servers. */
  private static Map<String, Callable<HttpResponse<String>>> scenarios() {
    Map<String, Callable<HttpResponse<String>>> all = new LinkedHashMap<>();
    all.putAll(ofEvent());
    all.putAll(ofBatch());
    all.putAll(ofStatus());
    all.putAll(ofCounts());
    all.putAll(ofWebhook());
    all.putAll(ofServersAway());
    return all;
  }

  private static Map<String, Callable<HttpResponse<String>>> ofEvent() {
    Map<String, Callable<HttpResponse<String>>> all = new LinkedHashMap<>();
    all.put("post /events 200", () -> post(api, "/events", clicks()));
    all.put("post /events 202", () -> post(api, "/events", event("ann"), KEY, "k"));
    all.put("post /events 400", () -> post(api, "/events", "{\"userId\":5}"));
    all.put("post /events 401", () -> post(locked, "/events", event("ann")));
    all.put("post /events 413", () -> post(api, "/events", TOO_LARGE));
    all.put("post /events 415", () -> post(api, "/events", "<e/>", "Content-Type", "text/xml"));
    all.put("post /events 422", () -> post(api, "/events", event("ann", "{\"a\":1}"), KEY, "k"));
    all.put("post /events 429", OpenApiIT::limited);
    return all;
  }

  private static Map<String, Callable<HttpResponse<String>>> ofBatch() {
    String path = "/events/batch";
    Map<String, Callable<HttpResponse<String>>> all = new LinkedHashMap<>();
    all.put("post /events/batch 202", () -> post(api, path, mixedBatch()));
    all.put("post /events/batch 400", () -> post(api, path, "{\"events\":[]}"));
    all.put("post /events/batch 401", () -> post(locked, path, mixedBatch()));
    all.put("post /events/batch 413", () -> post(api, path, TOO_LARGE));
    all.put("post /events/batch 415", () -> post(api, path, "", "Content-Type", "text/csv"));
    return all;
  }

  private static Map<String, Callable<HttpResponse<String>>> ofStatus() {
    Map<String, Callable<HttpResponse<String>>> all = new LinkedHashMap<>();
    all.put("get /events/{eventId} 200", OpenApiIT::finalEvent);
    all.put("get /events/{eventId} 401", () -> get(locked, "/events/done"));
    all.put("get /events/{eventId} 404", () -> get(api, "/events/never-sent"));
    return all;
  }

  private static Map<String, Callable<HttpResponse<String>>> ofCounts() {
    Map<String, Callable<HttpResponse<String>>> all = new LinkedHashMap<>();
    all.put("get /api/health 200", () -> get(api, "/api/health"));
    all.put(
        "get /api/metrics 200",
        () -> {
          // A broker that has just started does not tell the lag yet.
          await().atMost(Rig.PATIENCE).until(() -> get(api, "/api/metrics").statusCode() == 200);
          return get(api, "/api/metrics");
        });
    all.put("get /api/metrics 401", () -> get(locked, "/api/metrics"));
    return all;
  }

  private static Map<String, Callable<HttpResponse<String>>> ofWebhook() {
    String name = "post /webhooks/{source} ";
    Map<String, Callable<HttpResponse<String>>> all = new LinkedHashMap<>();
    all.put(name + "202", () -> webhook("own", "{\"id\":\"a\",\"user\":\"u\"}"));
    all.put(name + "200", () -> webhook("own", "{\"id\":\"a\",\"user\":\"u\"}"));
    all.put(name + "400", () -> webhook("own", "{}"));
    all.put(name + "401", () -> post(api, "/webhooks/gh", "{}"));
    all.put(name + "404", () -> webhook("none", "{}"));
    all.put(name + "410", () -> webhook("off", "{}"));
    all.put(name + "413", () -> webhook("own", "x".repeat(2_000_000)));
    all.put(name + "429", OpenApiIT::limitedWebhook);
    return all;
  }

  private static HttpResponse<String> webhook(String source, String body) {
    return Rig.post(
        api,
        "/webhooks/" + source,
        body,
        "X-Timestamp",
        Long.toString(SignedRequests.now()),
        "X-Signature",
        Signing.hex(SignedRequests.SECRET, "", Signing.bytes(body)));
  }

  private static HttpResponse<String> limitedWebhook() {
    HttpResponse<String> last = webhook("orders", "{}");
    for (int i = 0; i < 100 && last.statusCode() != 429; i++) {
      last = webhook("orders", "{}");
    }
    return last;
  }

  private static Map<String, Callable<HttpResponse<String>>> ofServersAway() {
    Map<String, Callable<HttpResponse<String>>> all = new LinkedHashMap<>();
    all.put(
        "post /events 503",
        () -> {
          rig.refuseAll(api, TOPIC);
          return post(api, "/events", event("ann"));
        });
    all.put(
        "post /webhooks/{source} 503", () -> webhook("own", "{\"id\":\"away\",\"user\":\"u\"}"));
    all.put("post /events/batch 503", () -> post(api, "/events/batch", batch(event("ann"), 1)));
    all.put(
        "get /events/{eventId} 503",
        () -> {
          rig.redis.kill();
          return get(api, "/events/never-sent");
        });
    all.put("get /api/health 503", () -> get(api, "/api/health"));
    all.put("get /api/metrics 503", () -> get(api, "/api/metrics"));
    return all;
  }

  private static HttpResponse<String> limited() {
    post(api, "/events/batch", batch(event("bob"), 100));
    return post(api, "/events", event("bob"));
  }

  private static String clicks() {
    return "[7,{\"event_id\":\"c\",\"user_id\":\"u\",\"type\":\"t\",\"ts\":" + now() + "}]";
  }

  private static String mixedBatch() {
    return "{\"events\":[5," + event("") + "," + event("cid") + "]}";
  }

  private static String batch(String event, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> event)
        .collect(Collectors.joining(",", "{\"events\":[", "]}"));
  }

  private static HttpResponse<String> finalEvent() {
    rig.store.hset(
        "event:done",
        Map.ofEntries(
            entry("status", "failed"),
            entry("processedAt", "1763700000123"),
            entry("attempts", "3"),
            entry("userId", "ann"),
            entry("type", "t"),
            entry("seq", "4"),
            entry("error", "no")));
    return get(api, "/events/done");
  }

  @Test
  void each_documented_status_is_what_the_api_does_and_nothing_else_is_documented()
      throws Exception {
    examplesAreTaken();
    Map<String, Callable<HttpResponse<String>>> scenarios = scenarios();
    assertThat(documented().keySet()).containsExactlyInAnyOrderElementsOf(scenarios.keySet());
    for (Map.Entry<String, Callable<HttpResponse<String>>> scenario : scenarios.entrySet()) {
      String name = scenario.getKey();
      HttpResponse<String> answer = scenario.getValue().call();
      assertThat(name).as(answer.body()).endsWith(" " + answer.statusCode());
      JsonNode response = documented().get(name);
      String type = answer.headers().firstValue("Content-Type").orElse("none");
      assertThat(response.path("content").has(type)).as(name + " of type " + type).isTrue();
      assertValid(name, response.at("/content").get(type).get("schema"), answer.body());
      assertHeaders(name, response, answer);
    }
  }

  private static void assertHeaders(String name, JsonNode response, HttpResponse<String> answer) {
    for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
      assertThat(
              !header.getValue().path("required").asBoolean()
                  || answer.headers().firstValue(header.getKey()).isPresent())
          .as(name + " has " + header.getKey())
          .isTrue();
    }
    assertThat(TOLD)
        .as("headers of " + name + " are documented")
        .filteredOn(header -> answer.headers().firstValue(header).isPresent())
        .allMatch(header -> response.path("headers").has(header));
  }

  /** The document's own examples match its schemas, and the API accepts them. */
  private static void examplesAreTaken() {
    int sent = 0;
    for (Map.Entry<String, JsonNode> operation : operations().entrySet()) {
      for (Map.Entry<String, JsonNode> media :
          operation.getValue().at("/requestBody/content").properties()) {
        for (JsonNode example : media.getValue().path("examples")) {
          assertTaken(operation.getKey(), media.getKey(), media.getValue(), example);
          sent++;
        }
      }
    }
    assertThat(sent).isEqualTo(6);
    documented().forEach(OpenApiIT::assertExamplesAreValid);
  }

  /** Analytics events must be from now. */
  private static void assertTaken(
      String operation, String contentType, JsonNode media, JsonNode example) {
    JsonNode value = example.get("value");
    String body = // the compiler keeps the example of an array as text
        (value.isTextual() ? value.asText() : value.toString())
            .replaceAll("\"ts\": ?\"[^\"]+\"", "\"ts\":" + now());
    assertValid(operation, media.get("schema"), body);
    HttpResponse<String> answer =
        post(api, operation.split(" ")[1], body, "Content-Type", contentType);
    boolean isAnalytics = body.contains("event_id");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(isAnalytics ? 200 : 202);
    assertThat(documented()).containsKey(operation + " " + answer.statusCode());
    assertThat(answer.body()).contains(isAnalytics ? "\"success\"" : "\"accepted\"");
    assertThat(answer.body()).doesNotContain("error");
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private static void assertExamplesAreValid(String name, JsonNode response) {
    for (JsonNode media : response.path("content")) {
      for (JsonNode example : media.path("examples")) {
        assertValid(name, media.get("schema"), example.get("value").toString());
      }
    }
  }

  @Test
  void what_else_is_refused_is_a_problem_as_documented() {
    JsonNode problem = document.at("/components/schemas/Problem");
    for (HttpResponse<String> answer :
        List.of(
            post(api, "/events", event("ann"), "Content-Encoding", "gzip"),
            post(api, "/nothing", "{}"),
            get(api, "/events"))) {
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertValid(answer.toString(), problem, answer.body());
    }
  }

  @Test
  void the_page_lets_a_key_be_given() {
    JsonNode schemes = document.at("/components/securitySchemes");
    assertThat(schemes.at("/bearer/scheme").asText()).isEqualTo("bearer");
    assertThat(schemes.at("/key/name").asText()).isEqualTo("X-API-Key");
    assertThat(document.get("security")).hasSize(2);
  }

  @Test
  void what_the_schema_of_an_event_refuses_the_api_refuses() {
    JsonNode schema = document.at("/components/schemas/Event");
    for (String body :
        List.of(
            "{\"userId\":\"u\",\"type\":\"t\"}",
            "{\"userId\":\"\",\"type\":\"t\",\"payload\":{}}",
            "{\"userId\":\"u\",\"type\":\"t\",\"payload\":[]}",
            "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"seq\":0}}",
            "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"seq\":9007199254740992}}",
            "{\"eventId\":\"a b\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}",
            "{\"eventId\":\".\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}",
            "{\"eventId\":\"..\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}",
            "{\"eventId\":\"list\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}",
            "{\"eventId\":null,\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}",
            "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{},\"idempotencyKey\":\"\"}")) {
      assertThat(errors(schema, body)).as(body).isNotEmpty();
      assertThat(post(api, "/events", body).statusCode()).as(body).isEqualTo(400);
    }
  }

  @Test
  void each_route_is_documented() {
    List<String> routes =
        api.getApplicationContext()
            .getBean(Router.class)
            .uriRoutes()
            .filter(
                route ->
                    route
                        .getUriMatchTemplate()
                        .toString()
                        .matches("/(events|webhooks|api/(health|metrics)).*"))
            .filter(route -> !route.getHttpMethodName().equals("HEAD"))
            .map(
                route ->
                    route.getHttpMethodName().toLowerCase(Locale.ROOT)
                        + " "
                        + route.getUriMatchTemplate())
            .distinct()
            .toList();
    assertThat(operations().keySet()).containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void the_page_needs_nothing_from_elsewhere() {
    HttpResponse<String> page = get(api, "/swagger-ui");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(page.body())
        .contains("'/swagger/openapi.json'")
        .doesNotContain("https://", "http://");
    List<String> assets = new ArrayList<>();
    Pattern.compile("\"(/swagger-ui/res/[^\"]+)\"")
        .matcher(page.body())
        .results()
        .forEach(match -> assets.add(match.group(1)));
    assertThat(assets).hasSizeGreaterThanOrEqualTo(4);
    for (String asset : assets) {
      assertThat(get(api, asset).statusCode()).as(asset).isEqualTo(200);
    }
    assertThat(get(api, "/swagger-ui/res/none.js").statusCode()).isEqualTo(404);
    assertThat(get(api, "/swagger-ui/res/..%2Findex.html").statusCode()).isEqualTo(404);
  }

  /** Method and path of each operation, such as {@code post /events}. */
  private static Map<String, JsonNode> operations() {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(o -> all.put(o.getKey() + " " + path.getKey(), o.getValue())));
    return all;
  }

  /** The responses of each operation, such as {@code post /events 202}. */
  private static Map<String, JsonNode> documented() {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    operations()
        .forEach(
            (name, operation) ->
                operation
                    .get("responses")
                    .properties()
                    .forEach(r -> all.put(name + " " + r.getKey(), r.getValue())));
    return all;
  }

  private static void assertValid(String name, JsonNode schema, String body) {
    assertThat(errors(schema, body)).as(name + ": " + body).isEmpty();
  }

  private static List<String> errors(JsonNode schema, String body) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.get("components"));
    try {
      return SCHEMAS.getSchema(whole).validate(JSON.readTree(body)).stream()
          .map(Object::toString)
          .toList();
    } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
      return List.of(notJson.toString());
    }
  }
}
