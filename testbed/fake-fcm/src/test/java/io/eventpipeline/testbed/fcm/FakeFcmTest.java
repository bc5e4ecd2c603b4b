package io.eventpipeline.testbed.fcm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeFcmTest {
  private static final String SEND = "/v1/projects/shop/messages:send";

  private final FakeFcm fake = FakeFcm.start(0);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    client.close();
    fake.close();
  }

  private HttpResponse<String> post(String path, String token, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(fake.baseUrl() + path))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String token() throws Exception {
    JsonNode answer = FakeJson.read(post("/token", "", "assertion=a.b.c").body().getBytes());
    return answer.path("access_token").asText();
  }

  @Test
  void it_takes_a_message_with_an_access_token_and_records_it() throws Exception {
    String body =
        """
        {"message":{"token":"t","android":{"collapse_key":"k"},"data":{"a":"1"}}}\
        """;
    String token = token();

    HttpResponse<String> answer = post(SEND, token, body);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"name\":\"projects/");
    assertThat(fake.pushes("t")).singleElement().matches(RecordedPush::isTaken);
    RecordedPush push = fake.pushes().getFirst();
    assertThat(push.collapseKey()).isEqualTo("k");
    assertThat(push.body()).isEqualTo(body.getBytes());
    assertThat(fake.taken()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | message",
        "{~token~:~t~,~topic~:~o~} | message",
        "{~token~:~t~,~data~:{~n~:1}} | message.data[0].value",
        "{~token~:~t~,~data~:{~n~:~LONG~}} | message.data",
        "{~token~:~t~,~apns~:{~headers~:{~apns-collapse-id~:~LONG~}}} | message.apns.headers",
      })
  void it_refuses_what_fcm_refuses(String message, String field) throws Exception {
    String json = message.replace("LONG", "x".repeat(5000)).replace('~', '"');

    HttpResponse<String> answer = post(SEND, token(), "{\"message\":" + json + "}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
  }

  @Test
  void it_takes_nothing_without_a_token_that_it_gave() throws Exception {
    String token = token();
    fake.tokens().revokeAll();

    assertThat(post(SEND, token, "{\"message\":{\"token\":\"t\"}}").statusCode()).isEqualTo(401);
    assertThat(post("/v1/other", token, "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void it_follows_its_script() throws Exception {
    String token = token();
    fake.script().always("t", FakeAnswer.error(500, "INTERNAL"));
    fake.script().next("t", FakeAnswer.error(503, "UNAVAILABLE").retryAfter("7"));
    fake.script().otherwise(FakeAnswer.error(404, "NOT_FOUND", "UNREGISTERED"));

    HttpResponse<String> first = post(SEND, token, "{\"message\":{\"token\":\"t\"}}");

    assertThat(first.statusCode()).isEqualTo(503);
    assertThat(first.headers().firstValue("Retry-After")).contains("7");
    assertThat(post(SEND, token, "{\"message\":{\"token\":\"t\"}}").statusCode()).isEqualTo(500);
    assertThat(post(SEND, token, "{\"message\":{\"topic\":\"o\"}}").body())
        .contains("UNREGISTERED");
    assertThat(fake.pushes("t")).extracting(RecordedPush::status).containsExactly(503, 500);
  }

  @Test
  void it_refuses_connections_while_it_is_away_and_goes_on_afterwards() throws Exception {
    String token = token();
    String body = "{\"message\":{\"token\":\"t\"}}";
    assertThat(post(SEND, token, body).statusCode()).isEqualTo(200);

    fake.goAway();
    assertThatThrownBy(() -> post(SEND, token, body)).isInstanceOf(ConnectException.class);
    fake.comeBack();

    assertThat(post(SEND, token, body).statusCode()).isEqualTo(200);
    assertThat(fake.pushes("t")).hasSize(2);
  }

  @Test
  void a_request_that_breaks_off_did_not_arrive() throws Exception {
    String head = "POST " + SEND + " HTTP/1.1\r\nContent-Length: 30\r\n";
    for (String part : List.of(head, head + "\r\n{\"message\":")) {
      try (Socket socket = new Socket("127.0.0.1", URI.create(fake.baseUrl()).getPort())) {
        socket.getOutputStream().write(part.getBytes(UTF_8));
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
    assertThat(fake.pushes()).isEmpty();
  }
}
