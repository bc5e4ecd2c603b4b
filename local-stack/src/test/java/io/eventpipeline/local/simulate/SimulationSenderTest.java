package io.eventpipeline.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.eventpipeline.local.WebhookSignature;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the sender takes answers that a healthy API seldom gives: a server here gives them. */
class SimulationSenderTest {
  private static final String SECRET = "a secret of this test";

  private record Answer(int status, String body) {}

  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<String> signatures = new ArrayList<>();
  private final SimulationCounts counts = new SimulationCounts();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;
  private SimulationSender sender;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    sender = new SimulationSender(http, new SimulationTarget(api, null, SECRET), counts);
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (exchange.getRequestURI().getPath().equals(WebhookSignature.PATH)) {
      signatures.add(exchange.getRequestHeaders().getFirst(WebhookSignature.SIGNATURE));
      assertThat(exchange.getRequestHeaders()).containsKey("X-timestamp");
      signatures.add(WebhookSignature.of(body, SECRET));
    }
    Answer next = answers.remove();
    byte[] text = next.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Retry-After", "0");
    exchange.sendResponseHeaders(next.status(), text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private SendOutcome send(SendKind kind) throws InterruptedException {
    return sender.send(new PlannedSend(kind, "id", null, null, "{\"ts\":{now}}"));
  }

  @ParameterizedTest
  @CsvSource({"429", "503"})
  void what_the_api_cannot_take_now_is_sent_again(int status) throws Exception {
    answers.addAll(List.of(new Answer(status, ""), new Answer(status, ""), new Answer(202, "")));
    assertThat(send(SendKind.ORDER)).isEqualTo(new SendOutcome.Expected(202));
    assertThat(counts.totals().repeated()).isEqualTo(2);
    assertThat(counts.answers(SendKind.ORDER, "" + status)).isEqualTo(2);
    assertThat(counts.answers(SendKind.ORDER, "202")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ORDER, 202, true", "ORDER, 200, false", "ORDER, 500, false", "ORDER, 400, false",
    "FAILING, 202, true", "FAILING, 400, false", "INVALID, 400, true", "INVALID, 202, false",
    "WEBHOOK, 202, true", "WEBHOOK, 200, true", "WEBHOOK, 401, false"
  })
  void each_kind_has_its_right_answer(SendKind kind, int status, boolean isRight) throws Exception {
    answers.add(new Answer(status, "the body"));
    if (isRight) {
      assertThat(send(kind)).isEqualTo(new SendOutcome.Expected(status));
    } else {
      assertThat(send(kind))
          .isEqualTo(new SendOutcome.Wrong("the API answered " + status + ": the body"));
    }
  }

  @Test
  void clicks_are_sent_again_until_each_was_taken() throws Exception {
    answers.add(new Answer(200, results("success", "rate_limited")));
    answers.add(new Answer(200, results("duplicate", "unavailable")));
    answers.add(new Answer(200, results("duplicate", "success")));
    assertThat(send(SendKind.CLICKS)).isEqualTo(new SendOutcome.Expected(200));
    assertThat(counts.totals().repeated()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"success, invalid", "duplicate, success"})
  void a_click_that_is_refused_is_wrong(String first, String second) throws Exception {
    answers.add(new Answer(200, results(first, second)));
    assertThat(send(SendKind.CLICKS)).isInstanceOf(SendOutcome.Wrong.class);
  }

  private static String results(String... codes) {
    StringBuilder items = new StringBuilder();
    for (String code : codes) {
      items.append(items.isEmpty() ? "" : ",").append("{\"event_id\":\"c\",\"status\":");
      items.append(
          code.equals("success") ? "\"success\"}" : "\"error\",\"code\":\"" + code + "\"}");
    }
    return "{\"results\":[" + items + "]}";
  }

  @Test
  void a_webhook_is_signed_over_the_body_that_is_sent() throws Exception {
    answers.add(new Answer(202, ""));
    send(SendKind.WEBHOOK);
    assertThat(signatures).hasSize(2);
    assertThat(signatures.getFirst()).isEqualTo(signatures.getLast());
  }
}
