package io.eventpipeline.ingest;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.transport.Gateway;
import io.eventpipeline.ingest.transport.LambdaTransport;
import io.eventpipeline.ingest.transport.Transport;
import io.eventpipeline.ingest.transport.TransportReply;
import io.eventpipeline.ingest.transport.TransportRequest;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.GatewayEvent;
import io.eventpipeline.local.LocalLambda.Outcome;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the API promises in addition as a Lambda function. */
abstract class LambdaContract extends ApiContract {
  private final Gateway gateway;
  private int functions;

  LambdaContract(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  Transport start(Map<String, String> settings) {
    return new LambdaTransport(gateway, settings, dir.resolve("function-" + ++functions + ".log"));
  }

  private LambdaTransport lambda() {
    return (LambdaTransport) api;
  }

  @Test
  void a_body_in_base64_is_the_same_event() throws Exception {
    String event = anEvent().id("b64").of("ünï 😀").request();
    TransportReply answer = lambda().send(TransportRequest.json("/events", event), true);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(Rig.records(kafka)).extracting(record -> record.key()).contains("ünï 😀");
  }

  @Test
  void the_callers_address_is_the_last_one_in_x_forwarded_for() throws Exception {
    TransportReply plain = api.send(TransportRequest.get("/test/echo/x"));
    assertThat(plain.body()).contains("\"forwarded\":\"" + LambdaTransport.SOURCE_IP + "\"");
    TransportReply said =
        api.send(TransportRequest.get("/test/echo/x").with("X-Forwarded-For", "1.1.1.1"));
    assertThat(said.body())
        .contains("\"forwarded\":\"1.1.1.1, " + LambdaTransport.SOURCE_IP + "\"");
    TransportReply appended =
        api.send(
            TransportRequest.get("/test/echo/x")
                .with("X-Forwarded-For", "1.1.1.1, " + LambdaTransport.SOURCE_IP));
    assertThat(appended.body())
        .contains("\"forwarded\":\"1.1.1.1, " + LambdaTransport.SOURCE_IP + "\"");
  }

  /** Starts a function that has Redis. Before, it counts permits for itself. */
  private Transport connected(Map<String, String> settings) {
    Transport started = start(settings);
    await()
        .atMost(Rig.PATIENCE)
        .until(() -> started.send(TransportRequest.get("/api/health")).status() == 200);
    return started;
  }

  @Test
  void a_caller_is_limited_by_its_address_whatever_it_says_itself() throws Exception {
    Map<String, String> settings = new TreeMap<>(settings(kafka));
    settings.put("limit.ip-events-per-second", "1");
    settings.put("limit.timeout", "10s");
    RedisClient client = RedisClient.create(redis.uri());
    try (Transport guarded = connected(settings)) {
      RedisCommands<String, String> store = client.connect().sync();
      OneWindow.run(
          "caller",
          user -> {
            String event = Rig.event(user);
            TransportRequest two =
                TransportRequest.json(
                    "/events/batch", "{\"events\":[" + event + "," + event + "]}");
            TransportReply answer = guarded.send(two.with("X-Forwarded-For", "198.51.100.1"));
            assertThat(answer.body()).contains("\"rate_limited\"");
            assertThat(store.keys("rate-ip:*"))
                .containsExactly("rate-ip:" + LambdaTransport.SOURCE_IP);
          });
    } finally {
      client.shutdown();
    }
  }

  @Test
  void a_proxy_is_trusted_wherever_the_setting_stands() throws Exception {
    Map<String, String> settings = new TreeMap<>(settings(kafka));
    settings.put("limit.ip-events-per-second", "1000");
    settings.put("limit.timeout", "10s");
    settings.put(
        "java.tool.options", "-Dhttp.trusted-proxies=" + LambdaTransport.SOURCE_IP + "/32");
    RedisClient client = RedisClient.create(redis.uri());
    try (Transport behind = connected(settings)) {
      RedisCommands<String, String> store = client.connect().sync();
      OneWindow.run(
          "proxied",
          user -> {
            TransportRequest request = TransportRequest.json("/events", Rig.event(user));
            TransportReply answer = behind.send(request.with("X-Forwarded-For", "192.0.2.77"));
            assertThat(answer.status()).isEqualTo(202);
            assertThat(store.keys("rate-ip:192.0.2.77")).hasSize(1);
          });
    } finally {
      client.shutdown();
    }
  }

  @Test
  void a_start_without_redis_answers_202() throws Exception {
    try (Transport lonely =
        start(
            Map.of(
                "kafka.bootstrap.servers",
                kafka.bootstrapServers(),
                "redis.uri",
                "redis://127.0.0.1:" + FreePort.find()))) {
      assertThat(lonely.send(TransportRequest.json("/events", EVENT)).status()).isEqualTo(202);
    }
  }

  @Test
  void the_gateway_says_itself_when_an_answer_was_made_and_how_long_it_is() throws Exception {
    for (TransportReply answer :
        List.of(
            api.send(TransportRequest.json("/events", EVENT)),
            api.send(TransportRequest.json("/no", "{}")))) {
      assertThat(answer.headers()).doesNotContainKeys("date", "content-length");
    }
  }

  @Test
  void bytes_that_are_no_utf_8_are_refused_and_the_next_call_is_not() throws Exception {
    TransportRequest event =
        TransportRequest.post("/events", new byte[] {'{', '"', (byte) 0xff, '"', '}'});
    TransportReply answer = lambda().send(event.with("Content-Type", "application/json"), true);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(api.send(TransportRequest.json("/events", EVENT)).status()).isEqualTo(202);
  }

  @Test
  void a_path_that_is_no_uri_is_not_found() throws Exception {
    for (String path :
        List.of(
            "//", "//events", "/%", "/events%zz", "/[", "/a b", "/{x}", "/ä", "/a:b", "/e|^`")) {
      TransportReply answer =
          lambda().send(GatewayEvent.http(path, "{}"), GatewayEvent.rest(path, "{}"));
      assertThat(answer.status()).as(path).isEqualTo(404);
    }
  }

  /** HTTP APIs put the stage into the path with either payload; REST APIs never do. */
  @Test
  void a_named_stage_does_not_count_as_part_of_the_path() throws Exception {
    String rest = inStage(GatewayEvent.rest("/events", EVENT));
    String http = inStage(GatewayEvent.http("/prod/events", EVENT));
    assertThat(lambda().send(http, rest).status()).isEqualTo(202);
    String payload1 = inStage(GatewayEvent.rest("/prod/events", EVENT));
    payload1 = payload1.replaceFirst("\\{", "{\"version\":\"1.0\",");
    assertThat(lambda().send(http, payload1).status()).isEqualTo(202);
  }

  private static String inStage(String event) {
    return event.replace("\"requestContext\":{", "\"requestContext\":{\"stage\":\"prod\",");
  }

  @Test
  void what_is_no_call_of_the_gateway_fails_and_the_next_call_does_not() throws Exception {
    for (String event : List.of("{}", "[]", "{\"version\":\"2.0\"}", "{\"rawPath\":\"/\"}")) {
      assertThat(lambda().call(event))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed ->
                  assertThat(failed.json())
                      .contains("not an event of API Gateway")
                      .contains("IllegalArgumentException"));
    }
    assertThat(lambda().call("\"text\"")).isInstanceOf(Outcome.Failed.class);
    assertThat(api.send(TransportRequest.json("/events", EVENT)).status()).isEqualTo(202);
  }

  @Test
  void its_clients_are_made_once_and_survive_a_freeze() throws Exception {
    RedisClient client = RedisClient.create(redis.uri());
    try {
      RedisCommands<String, String> store = client.connect().sync();
      api.send(TransportRequest.json("/events", EVENT));
      List<String> before = connections(store);
      lambda().function().signal("STOP");
      TimeUnit.SECONDS.sleep(7); // longer than any timeout of a client
      lambda().function().signal("CONT");
      for (int i = 0; i < 10; i++) {
        assertThat(api.send(TransportRequest.json("/events", EVENT)).status()).isEqualTo(202);
      }
      assertThat(connections(store)).isEqualTo(before).isNotEmpty();
    } finally {
      client.shutdown();
    }
  }

  private static List<String> connections(RedisCommands<String, String> store) {
    return store
        .clientList()
        .lines()
        .filter(line -> line.contains("name=event-ingest"))
        .map(line -> line.split(" ")[0])
        .toList();
  }

  @Test
  void a_start_without_a_broker_answers_503() throws Exception {
    try (Transport lonely =
        start(
            Map.of(
                "kafka.bootstrap.servers",
                "127.0.0.1:" + FreePort.find(),
                "redis.uri",
                redis.uri()))) {
      assertThat(lonely.send(TransportRequest.json("/events", EVENT)).status()).isEqualTo(503);
    }
  }

  @Test
  void a_wrong_setting_fails_the_start_and_is_named() {
    try (LambdaTransport wrong =
        (LambdaTransport) start(Map.of("limit.events-per-second", "none"))) {
      assertThat(wrong.call("{}"))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.json()).contains("limit.events-per-second"));
    }
  }
}
