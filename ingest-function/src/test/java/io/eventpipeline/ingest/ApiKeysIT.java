package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.get;
import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysIT {
  private static final String HASHES =
      "%s, %s, %s"
          .formatted(
              sha256("first key"),
              sha256("second").toUpperCase(java.util.Locale.ROOT),
              sha256("key, with comma"));

  @TempDir static Path dir;
  static Rig rig;
  static EmbeddedServer api;

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
    api = rig.api(Map.of("http.api-keys", HASHES));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void only_the_holders_of_a_key_may_send() {
    String event = event("ann");
    assertThat(post(api, "/events", event, "X-API-Key", "first key").statusCode()).isEqualTo(202);
    assertThat(post(api, "/events", event, "Authorization", "Bearer second").statusCode())
        .isEqualTo(202);
    assertThat(
            post(api, "/events/batch", "{\"events\":[" + event + "]}", "x-api-key", "second")
                .statusCode())
        .isEqualTo(202);
    assertUnauthorized(post(api, "/events", event), "Bearer realm=\"events\"");
    assertUnauthorized(
        post(api, "/events/batch", "{\"events\":[" + event + "]}"), "Bearer realm=\"events\"");
    assertUnauthorized(
        post(api, "/events", event, "Authorization", "Basic c2Vjb25k"), "Bearer realm=\"events\"");
    String wrong = "Bearer realm=\"events\", error=\"invalid_token\"";
    assertUnauthorized(post(api, "/events", event, "X-API-Key", "Second"), wrong);
    assertUnauthorized(post(api, "/events", event, "Authorization", "Bearer x"), wrong);
    assertUnauthorized(
        post(api, "/events", event, "X-API-Key", sha256("second")), wrong); // a leaked setting
    assertUnauthorized(get(api, "/events/some-id"), "Bearer realm=\"events\"");
    assertUnauthorized(get(api, "/api/metrics"), "Bearer realm=\"events\"");
    await()
        .atMost(Rig.PATIENCE)
        .until(() -> get(api, "/api/metrics", "X-API-Key", "second").statusCode() == 200);
    assertThat(get(api, "/api/health").statusCode()).isEqualTo(200);
    assertThat(get(api, "/health/liveness").statusCode()).isEqualTo(200);
  }

  /** Headers, one per line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-API-Key: second\nAuthorization: Basic c2Vjb25k",
        "X-API-Key: second\nAuthorization: Bearer wrong",
        "X-API-Key: second\nAuthorization: Bearer second",
        "X-API-Key: wrong\nAuthorization: bearer second",
        "X-API-Key:\nAuthorization: BEARER \t second ",
        "X-API-Key: wrong\nX-API-Key: second",
        "X-API-Key: second\nX-API-Key: wrong",
        "X-API-Key: wrong,second",
        "X-API-Key: key, with comma",
        "Authorization: Basic c2Vjb25k\nAuthorization: Bearer second",
        "Authorization: Bearer second\nAuthorization: Basic c2Vjb25k",
        "Authorization: Bearer wrong\nAuthorization: Bearer second",
        "Authorization: Digest a=\"b\", c=d,Bearer second",
        "Authorization: Bearer key, with comma",
        "Authorization: Negotiate\nX-API-Key: second",
      })
  void any_one_key_that_is_known_is_enough(String headers) throws IOException {
    assertThat(status("/events", headers, event("ann"))).isEqualTo("202");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-API-Key: wrong\nAuthorization: Basic c2Vjb25k",
        "X-API-Key: wrong\nX-API-Key: Second\nAuthorization: Bearer wrong",
        "X-API-Key: Bearer second",
        "X-API-Key: ,",
        "Authorization: second",
        "Authorization: Bearersecond",
        "Authorization: Basic second",
        "Authorization: Token Bearer second",
        "Authorization: Bearer",
        "Proxy-Authorization: Bearer second",
      })
  void without_one_nobody_may_send(String headers) throws IOException {
    assertThat(status("/events", headers, event("eve"))).isEqualTo("401");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/events/",
        "//events",
        "/events//",
        "/./events",
        "/x/../events",
        "/%65vents",
        "/events;a=b",
        "/events?a=b",
        "/events%2F",
        "/events%2Fbatch",
        "/Events",
        "/events/batch/",
        "/events#a",
        "http://other/events",
      })
  void no_other_way_to_write_the_path_leads_past_the_keys(String path) throws IOException {
    String event = "{\"events\":[" + event("eve") + "]}";
    assertThat(status(path, "X-None: a", event)).isIn("401", "404", "400");
  }

  /** They include every prefix of the API's own paths. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/e",
        "/event",
        "/events",
        "/events/",
        "events",
        "/events/batch",
        "/base",
        "/x/events"
      })
  void no_base_path_leads_past_the_keys(String contextPath) {
    String base = contextPath.replaceAll("^/+|/+$", "");
    String events = (base.isEmpty() ? "" : "/" + base) + "/events";
    try (EmbeddedServer under =
        rig.api(Map.of("http.api-keys", HASHES, "micronaut.server.context-path", contextPath))) {
      assertThat(post(under, events, event("eve")).statusCode()).isEqualTo(401);
      assertThat(post(under, events + "/batch", "{}").statusCode()).isEqualTo(401);
      assertThat(get(under, events + "/some-id").statusCode()).isEqualTo(401);
      assertThat(post(under, events, event("ann"), "X-API-Key", "second").statusCode())
          .isEqualTo(202);
      assertThat(get(under, events.replaceAll("events$", "health/liveness")).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void a_path_that_leads_nowhere_asks_for_a_key_too() {
    for (String path : new String[] {"/", "/events/a/b", "/nothing"}) {
      assertUnauthorized(get(api, path), "Bearer realm=\"events\"");
      assertThat(get(api, path, "X-API-Key", "second").statusCode()).isEqualTo(404);
    }
    assertUnauthorized(get(api, "/events"), "Bearer realm=\"events\"");
    assertThat(get(api, "/events", "X-API-Key", "second").statusCode()).isEqualTo(405);
  }

  /**
   * @param headers one a line
   */
  private static String status(String path, String headers, String event) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("POST %s HTTP/1.1\r\n"
                      + "Host: a\r\n"
                      + "Connection: close\r\n"
                      + "Content-Type: application/json\r\n"
                      + "Content-Length: %d\r\n"
                      + "%s\r\n\r\n"
                      + "%s")
                  .formatted(path, event.length(), headers.replace("\n", "\r\n"), event)
                  .getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).split(" ", 3)[1];
    }
  }

  @Test
  void a_wrong_setting_stops_the_start_and_is_not_told() {
    assertThatThrownBy(() -> rig.api(Map.of("http.api-keys", sha256("a") + ",my-secret")))
        .rootCause()
        .hasMessageContaining("http.api-keys")
        .hasMessageContaining("number 2")
        .hasMessageNotContaining("my-secret");
  }

  private static void assertUnauthorized(HttpResponse<String> answer, String challenge) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue(challenge);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"status\":401");
  }

  private static String sha256(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
