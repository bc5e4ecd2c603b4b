package io.eventpipeline.query;

import static io.eventpipeline.query.QueryRig.JSON;
import static io.eventpipeline.query.QueryRig.SOON;
import static io.eventpipeline.query.QueryRig.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the OpenAPI document with the API that serves it. */
class QueryOpenApiIT {
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final Map<String, Map<String, String>> ANN =
      Map.of("ann", Map.of("plan", "pro", "tier", "7"));
  private static final String UPLOAD = "put /reference/users ";

  /** Takes five minutes to happen. */
  private static final String TOO_SLOW = UPLOAD + "408";

  @TempDir static Path dir;
  static QueryRig rig;
  static EmbeddedServer open;
  static EmbeddedServer locked;
  static ShopTables tables;
  static JsonNode document;

  @BeforeAll
  static void start() throws Exception {
    rig = new QueryRig(dir.resolve("redis"));
    tables = new ShopTables(dir.resolve("postgres")).migrated();
    tables.user("ann", "Ann", "2026-11-20T12:00:00Z");
    tables.order("o-1", "ann", "30.75", "2026-11-20T12:00:00Z");
    tables.payment("p-1", "o-1", "30.75", "2026-11-20T12:00:01Z");
    open = rig.service(tables.settings("reference.max-bytes", "10000"));
    locked = rig.service(tables.settings("http.api-keys", "0".repeat(64)));
    document = JSON.readTree(rig.get(open, "/swagger/openapi.json").body());
  }

  @AfterAll
  static void stop() {
    rig.close();
    tables.close();
  }

  /** Requests that produce each documented status; the last ones break the servers. */
  private static Map<String, Callable<HttpResponse<String>>> scenarios() {
    Map<String, Callable<HttpResponse<String>>> all = new LinkedHashMap<>();
    all.put("get /reference 404", () -> rig.get(open, "/reference"));
    all.putAll(ofUploads());
    all.put("get /metrics 200", () -> rig.get(open, "/metrics"));
    all.put("get /metrics 400", () -> rig.get(open, "/metrics?window=x"));
    all.put("get /metrics 401", () -> rig.get(locked, "/metrics"));
    all.put("get /reference 200", () -> rig.get(open, "/reference"));
    all.put("get /reference 401", () -> rig.get(locked, "/reference"));
    all.put("get /reference/users/{id} 200", () -> rig.get(open, "/reference/users/ann"));
    all.put("get /reference/users/{id} 401", () -> rig.get(locked, "/reference/users/ann"));
    all.put("get /reference/users/{id} 404", () -> rig.get(open, "/reference/users/bob"));
    all.putAll(ofRows("/users/{id}", "/users/ann"));
    all.putAll(ofRows("/orders/{id}", "/orders/o-1"));
    all.put(
        "get /metrics 503",
        () -> {
          rig.redis.kill();
          return rig.get(open, "/metrics");
        });
    all.put("get /reference 503", () -> rig.get(open, "/reference"));
    all.put("get /reference/users/{id} 503", () -> rig.get(open, "/reference/users/ann"));
    all.put(UPLOAD + "503", () -> rig.put(open, table(9, ANN)));
    return all;
  }

  private static Map<String, Callable<HttpResponse<String>>> ofRows(String path, String known) {
    Map<String, Callable<HttpResponse<String>>> all = new LinkedHashMap<>();
    all.put("get " + path + " 200", () -> rig.get(open, known));
    all.put("get " + path + " 400", () -> rig.get(open, known + "%00"));
    all.put("get " + path + " 401", () -> rig.get(locked, known));
    all.put("get " + path + " 404", () -> rig.get(open, known + "x"));
    all.put(
        "get " + path + " 503",
        () -> {
          tables.server.stop();
          try {
            return rig.get(open, known);
          } finally {
            tables.server.restart();
            await().atMost(SOON).until(() -> rig.get(open, known).statusCode() == 200);
          }
        });
    return all;
  }

  private static Map<String, Callable<HttpResponse<String>>> ofUploads() {
    Map<String, Callable<HttpResponse<String>>> all = new LinkedHashMap<>();
    all.put(UPLOAD + "200", () -> rig.put(open, table(5, ANN)));
    all.put(UPLOAD + "400", () -> rig.put(open, "{}"));
    all.put(UPLOAD + "401", () -> rig.put(locked, "{}"));
    all.put(UPLOAD + "403", () -> rig.put(open, "{}", "X-Forwarded-For", "10.0.0.1"));
    all.put(UPLOAD + "409", () -> rig.put(open, table(4, ANN)));
    all.put(UPLOAD + "412", () -> rig.put(open, table(5, ANN), "If-Match", "\"no\""));
    all.put(UPLOAD + "413", () -> rig.put(open, "x".repeat(20_000)));
    return all;
  }

  @Test
  void each_documented_status_is_what_the_api_does_and_nothing_else_is_documented()
      throws Exception {
    JsonNode example =
        document.at("/paths/~1reference~1users/put/requestBody/content/application~1json");
    String sent = example.at("/examples/table/value").toString();
    assertValid("the example", example.get("schema"), sent);
    assertThat(rig.put(open, sent).statusCode()).isEqualTo(200);
    rig.store.flushall();
    Map<String, Callable<HttpResponse<String>>> scenarios = scenarios();
    Map<String, JsonNode> documented = documented();
    assertThat(documented.remove(TOO_SLOW)).isNotNull();
    assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(scenarios.keySet());
    for (Map.Entry<String, Callable<HttpResponse<String>>> scenario : scenarios.entrySet()) {
      HttpResponse<String> answer = scenario.getValue().call();
      assertThat(scenario.getKey()).as(answer.body()).endsWith(" " + answer.statusCode());
      assertIsAsDocumented(scenario.getKey(), documented.get(scenario.getKey()), answer);
    }
  }

  private static void assertIsAsDocumented(
      String name, JsonNode response, HttpResponse<String> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("none");
    assertThat(response.path("content").has(type)).as(name + " of type " + type).isTrue();
    assertValid(name, response.get("content").get(type).get("schema"), answer.body());
    response
        .path("headers")
        .properties()
        .forEach(
            header ->
                assertThat(
                        !header.getValue().path("required").asBoolean()
                            || answer.headers().firstValue(header.getKey()).isPresent())
                    .as(name + " has " + header.getKey())
                    .isTrue());
    for (String header : List.of("ETag", "Retry-After", "WWW-Authenticate")) {
      if (answer.headers().firstValue(header).isPresent()) {
        assertThat(response.path("headers").has(header)).as(name + ": " + header).isTrue();
      }
    }
  }

  @Test
  void each_route_is_documented() {
    List<String> routes =
        open.getApplicationContext()
            .getBean(Router.class)
            .uriRoutes()
            .filter(
                route ->
                    route
                        .getUriMatchTemplate()
                        .toString()
                        .matches("/(metrics|reference|users|orders).*"))
            .filter(route -> !route.getHttpMethodName().equals("HEAD"))
            .map(
                route ->
                    route.getHttpMethodName().toLowerCase(Locale.ROOT)
                        + " "
                        + route.getUriMatchTemplate())
            .distinct()
            .toList();
    assertThat(documented().keySet().stream().map(name -> name.replaceAll(" \\d+$", "")).distinct())
        .containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void the_page_to_try_it_is_there() {
    assertThat(rig.get(open, "/swagger-ui").body()).contains("'/swagger/openapi.json'");
  }

  /** The responses of each operation, such as {@code get /metrics 200}. */
  private static Map<String, JsonNode> documented() {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        for (Map.Entry<String, JsonNode> response :
            operation.getValue().get("responses").properties()) {
          all.put(
              operation.getKey() + " " + path.getKey() + " " + response.getKey(),
              response.getValue());
        }
      }
    }
    return all;
  }

  private static void assertValid(String name, JsonNode schema, String body) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.get("components"));
    try {
      assertThat(SCHEMAS.getSchema(whole).validate(JSON.readTree(body)))
          .as(name + ": " + body)
          .isEmpty();
    } catch (JsonProcessingException notJson) {
      throw new AssertionError(body, notJson);
    }
  }
}
