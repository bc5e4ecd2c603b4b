package io.eventpipeline.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.local.LocalRedis;
import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.fcm.FakeAnswer;
import io.eventpipeline.testbed.fcm.FakeFcm;
import io.eventpipeline.testbed.fcm.RecordedPush;
import io.eventpipeline.testbed.fcm.ServiceAccount;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built worker from the outbox to the fake FCM, with a real Redis between. */
class PushToFcmIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  private static @TempDir Path dir;
  private static FakeFcm fake;
  private static LocalRedis redis;
  private static RedisClient client;
  private static RedisCommands<String, String> store;
  private static ServiceProcess worker;

  @BeforeAll
  static void start() throws Exception {
    fake = FakeFcm.start(0);
    redis = LocalRedis.start(dir.resolve("redis"), 0);
    client = RedisClient.create(redis.uri());
    store = client.connect().sync();
    Path account =
        Files.writeString(
            dir.resolve("account.json"), ServiceAccount.make("shop").json(fake.tokenUri()));
    worker =
        ServiceProcess.of("the push worker", Path.of("target", "push-worker.jar"))
            .env("REDIS_URI", redis.uri())
            .env("FIREBASE_CREDENTIALS", account.toString())
            .env("FCM_BASE_URL", fake.baseUrl())
            .logTo(dir.resolve("worker.log"))
            .withAgent()
            .start()
            .awaitReady(SOON);
  }

  @AfterAll
  static void stop() {
    worker.close();
    client.shutdown();
    redis.close();
    fake.close();
  }

  private static void add(String id, String user, String more) {
    String json =
        """
        {"eventId":"%s","userId":"%s","type":"order.created","title":"MARK","data":{}%s}\
        """
            .formatted(id.split("#")[0], user, more);
    store.xadd("outbox:push", Map.of("d", "0|" + id + "|" + json));
  }

  private static void awaitDone() {
    await()
        .atMost(SOON)
        .until(() -> store.xlen("outbox:push") == 0 && store.zcard("push:retry") == 0);
  }

  private static String health() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + worker.port() + "/health");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }

  @Test
  void each_device_gets_its_message_once_and_a_dead_token_goes() {
    store.sadd("fcm:tokens:ann", "MARK-phone", "MARK-old");
    store.sadd("fcm:tokens:bob", "MARK-tablet");
    fake.script().next("MARK-old", FakeAnswer.error(404, "NOT_FOUND", "UNREGISTERED"));
    fake.script().next("MARK-tablet", FakeAnswer.error(503, "UNAVAILABLE").retryAfter("2"));
    add("e1#1", "ann", "");
    add("e2#1", "bob", "");
    add("e3#1", "eve", "");
    add("e4#1", "eve", ",\"topic\":\"orders\"");
    awaitDone();

    assertThat(fake.pushes("MARK-phone")).singleElement().matches(RecordedPush::isTaken);
    assertThat(fake.pushes("MARK-old")).hasSize(1);
    assertThat(store.smembers("fcm:tokens:ann")).containsExactly("MARK-phone");
    assertThat(fake.pushes("MARK-tablet"))
        .extracting(RecordedPush::collapseKey)
        .containsExactly("e2#1", "e2#1");
    assertThat(
            Duration.between(
                fake.pushes("MARK-tablet").getFirst().at(),
                fake.pushes("MARK-tablet").getLast().at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(fake.pushes("orders")).singleElement().matches(RecordedPush::isTopic);
    assertThat(store.get("push:sent:e3#1")).isEqualTo("no-device");
    assertThat(worker.output()).doesNotContain("MARK");
  }

  @Test
  void credentials_that_turn_bad_hold_everything_and_end_nothing() throws Exception {
    store.sadd("fcm:tokens:dan", "dans");
    fake.tokens().answer(FakeAnswer.of(400, "{\"error\":\"invalid_grant\"}"));
    fake.tokens().revokeAll();
    add("e5#1", "dan", "");
    await().atMost(SOON).until(() -> health().contains("400 invalid_grant"));
    assertThat(store.xlen("outbox:push")).isEqualTo(1);

    fake.tokens().answer(null);
    awaitDone();

    assertThat(fake.pushes("dans")).last().matches(RecordedPush::isTaken);
    assertThat(store.get("push:sent:e5#1")).isEqualTo("sent");
    assertThat(store.exists("push:dlq")).isZero();
    assertThat(worker.process().isAlive()).isTrue();
  }
}
