package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.Rig.event;
import static io.eventpipeline.ingest.Rig.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsIT {
  private static final String JSON = "Content-Type: application/json\r\n";

  @TempDir static Path dir;
  static Rig rig;
  static EmbeddedServer api;

  @BeforeAll
  static void start() {
    rig = new Rig(dir);
    api = rig.api(Map.of());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void a_request_that_is_too_large_is_a_413() throws IOException {
    assertProblem(raw("POST /events HTTP/1.1\r\nContent-Length: 8388609\r\n" + JSON, ""), 413);
    assertProblem(
        raw(
            "POST /events HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + JSON,
            ("100000\r\n" + "x".repeat(0x100000) + "\r\n").repeat(9)),
        413);
    assertProblem(raw("POST /events HTTP/1.1\r\nX-Long: " + "x".repeat(9000) + "\r\n", ""), 413);
    assertProblem(raw("POST /events HTTP/1.1\r\n" + "X-Many: x\r\n".repeat(1000), ""), 413);
    assertProblem(raw("GET /" + "x".repeat(5000) + " HTTP/1.1\r\n", ""), 413);
    assertThat(
            post(api, "/events", event("u", "{\"a\":\"" + "x".repeat(999_000) + "\"}"))
                .statusCode())
        .isEqualTo(202);
    assertThat(
            post(api, "/events", event("u", "{\"a\":\"" + "x".repeat(1_000_000) + "\"}"))
                .statusCode())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({"98, 202", "99, 400", "5000, 400"})
  void json_may_not_be_too_deep(int levels, int status) {
    String payload = "{\"a\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
    assertThat(post(api, "/events", event("u", payload)).statusCode()).isEqualTo(status);
  }

  @Test
  void texts_may_not_be_too_long() {
    assertThat(post(api, "/events", event("x".repeat(256))).statusCode()).isEqualTo(202);
    assertThat(post(api, "/events", event("x".repeat(257))).statusCode()).isEqualTo(400);
    assertThat(post(api, "/events", event("x".repeat(8_000_000))).statusCode()).isEqualTo(400);
  }

  @Test
  void names_and_numbers_of_a_payload_may_be_of_any_length() {
    assertThat(post(api, "/events", event("u", "{\"" + "x".repeat(60_000) + "\":1}")).statusCode())
        .isEqualTo(202);
    assertThat(post(api, "/events", event("u", "{\"a\":" + "1".repeat(1001) + "}")).statusCode())
        .isEqualTo(202);
  }

  @Test
  void a_compressed_body_is_a_415() {
    assertThat(post(api, "/events", event("u"), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(415);
    assertThat(post(api, "/events", event("u"), "Content-Encoding", "identity").statusCode())
        .isEqualTo(202);
  }

  private static void assertProblem(String answer, int status) {
    assertThat(answer).contains("application/problem+json").contains("\"status\":" + status);
  }

  /** The response, which may arrive before everything is sent. */
  private static String raw(String head, String body) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", api.getPort())) {
      socket.setSoTimeout((int) Rig.PATIENCE.toMillis());
      StringBuilder answer = new StringBuilder();
      try {
        socket
            .getOutputStream()
            .write((head + "Host: a\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
      } catch (SocketException closed) {
        // The server has read enough.
      }
      byte[] buffer = new byte[4096];
      while (!answer.toString().endsWith("}")) {
        int count = socket.getInputStream().read(buffer);
        if (count < 0) {
          break;
        }
        answer.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
      }
      return answer.toString();
    }
  }
}
