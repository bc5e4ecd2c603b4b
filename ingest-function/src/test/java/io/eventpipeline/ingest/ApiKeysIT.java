package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.get;
import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
      "%s, %s".formatted(sha256("first key"), sha256("second").toUpperCase(java.util.Locale.ROOT));

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
    assertUnauthorized(
        post(api, "/events", event, "X-API-Key", "second", "Authorization", "Bearer second"),
        "Bearer realm=\"events\"");
    assertUnauthorized(get(api, "/events/some-id"), "Bearer realm=\"events\"");
    assertThat(get(api, "/health/liveness").statusCode()).isEqualTo(200);
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
    try (Socket socket = new Socket("127.0.0.1", api.getPort())) {
      socket.setSoTimeout(5000);
      socket
          .getOutputStream()
          .write(
              ("POST %s HTTP/1.1\r\n"
                      + "Host: a\r\n"
                      + "Connection: close\r\n"
                      + "Content-Type: application/json\r\n"
                      + "Content-Length: %d\r\n\r\n"
                      + "%s")
                  .formatted(path, event.length(), event)
                  .getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer.split(" ", 3)[1]).as(answer).isIn("401", "404", "400");
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
