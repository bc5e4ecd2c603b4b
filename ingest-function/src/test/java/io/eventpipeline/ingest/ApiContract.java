package io.eventpipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.observe.IngestMetric;
import io.eventpipeline.ingest.transport.Transport;
import io.eventpipeline.ingest.transport.TransportReply;
import io.eventpipeline.ingest.transport.TransportRequest;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the API promises over HTTP, whichever way requests come to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiContract {
  static final String EVENT = "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}";

  private static final String SHA_256_OF_KEY =
      "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

  @TempDir static Path dir;
  LocalRedis redis;
  LocalKafka kafka;
  Transport api;

  /** A new API with these settings. */
  abstract Transport start(Map<String, String> settings);

  @BeforeAll
  void startAll() {
    redis = LocalRedis.start(dir.resolve("redis"), 0);
    kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
    api = start(settings(kafka));
    await()
        .atMost(Rig.PATIENCE)
        .until(() -> api.send(TransportRequest.json("/events", EVENT)).status() == 202);
  }

  @AfterAll
  void stopAll() {
    api.close();
    kafka.close();
    redis.close();
  }

  Map<String, String> settings(LocalKafka kafka) {
    return Map.of(
        "kafka.bootstrap.servers",
        kafka.bootstrapServers(),
        "redis.uri",
        redis.uri(),
        "limit.timeout",
        Rig.PATIENCE.toString());
  }

  private TransportReply post(String path, String body) throws Exception {
    return api.send(TransportRequest.json(path, body));
  }

  private TransportReply postAs(String contentType, String body) throws Exception {
    return api.send(
        TransportRequest.post("/events", body.getBytes(StandardCharsets.UTF_8))
            .with("Content-Type", contentType));
  }

  @Test
  void an_accepted_event_is_in_the_topic_as_the_contract_says() throws Exception {
    TransportReply answer =
        post(
            "/events",
            "{ \"eventId\":\"it-1\", \"userId\":\"änn\", \"type\":\"t\", \"payload\": {\"seq\":1,"
                + " \"a\":[1, 2]} }");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"eventId\":\"it-1\",\"status\":\"accepted\"}");
    ConsumerRecord<String, String> record =
        Rig.records(kafka).stream()
            .filter(
                r ->
                    new String(r.headers().lastHeader("event-id").value(), StandardCharsets.UTF_8)
                        .equals("it-1"))
            .findFirst()
            .orElseThrow();
    assertThat(record.key()).isEqualTo("änn");
    assertThat(record.value())
        .startsWith(
            "{\"id\":\"it-1\",\"userId\":\"änn\",\"type\":\"t\",\"payload\":{\"seq\":1, \"a\":[1,"
                + " 2]},\"timestamp\":");
    assertThat(
            new String(record.headers().lastHeader("event-type").value(), StandardCharsets.UTF_8))
        .isEqualTo("t");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(
              admin
                  .describeTopics(List.of("events"))
                  .allTopicNames()
                  .get()
                  .get("events")
                  .partitions())
          .hasSize(8);
    }
  }

  @Test
  void a_batch_answers_each_item_for_itself() throws Exception {
    TransportReply answer =
        post(
            "/events/batch",
            "{\"events\":[{\"eventId\":\"b1\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}},"
                + "{\"eventId\":\"b2\",\"userId\":\" \",\"type\":\"t\",\"payload\":{\"seq\":0}},5,"
                + "{\"eventId\":\"b4\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}]}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body())
        .contains("{\"eventId\":\"b1\",\"status\":\"accepted\"}")
        .contains(
            "{\"eventId\":\"b2\",\"status\":\"invalid\",\"error\":\"/events/1/userId must not be"
                + " blank;")
        .contains("{\"status\":\"invalid\",\"error\":\"/events/2 must be an object\"}")
        .contains("{\"eventId\":\"b4\",\"status\":\"accepted\"}");
  }

  /** Names, file endings, dots and colons that a router or a gateway might take for its own. */
  @Test
  void every_legal_id_can_be_asked_for() throws Exception {
    List<String> targets =
        List.of(
            "...",
            "....",
            ".a",
            "a.",
            "a..b",
            "a.json",
            "a.b.c",
            ":",
            "a:b",
            ":a",
            "http:",
            "-",
            "_",
            "0",
            "batch",
            "List",
            "%2E%2E%2E",
            "a%3ac",
            "%62%61%74%63%68",
            "x".repeat(128));
    try (RedisClient client = RedisClient.create(redis.uri())) {
      RedisCommands<String, String> store = client.connect().sync();
      for (String target : targets) {
        String id = URLDecoder.decode(target, StandardCharsets.UTF_8);
        TransportReply sent =
            post(
                "/events/batch",
                "{\"events\":[{\"eventId\":\""
                    + id
                    + "\",\"userId\":\"i\",\"type\":\"t\",\"payload\":{}}]}");
        assertThat(sent.body()).contains("\"status\":\"accepted\"");
        store.hset(
            "event:" + id,
            Map.of("status", "processed", "processedAt", "5", "attempts", "1", "userId", "i"));
        TransportReply told = api.send(TransportRequest.get("/events/" + target));
        assertThat(told.status()).as(target).isEqualTo(200);
        assertThat(told.body()).startsWith("{\"eventId\":\"" + id + "\",\"status\":\"processed\"");
      }
    }
  }

  /** Clients and gateways take these for steps in the path. */
  @Test
  void an_id_that_cannot_be_asked_for_is_refused() throws Exception {
    for (String id : List.of(".", "..", "list")) {
      String event = "{\"eventId\":\"" + id + "\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}";
      assertProblem(post("/events", event), 400, "\"pointer\":\"/eventId\"");
      assertThat(post("/events/batch", "{\"events\":[" + event + "," + EVENT + "]}").body())
          .contains("\"error\":\"/events/0/eventId must not be '" + id + "'", "\"accepted\"");
    }
  }

  @Test
  void every_meter_is_shown() throws Exception {
    post("/events", "{\"userId\":\"m\",\"type\":\"t\",\"payload\":{}}");
    post("/events", "{");
    String shown = api.send(TransportRequest.get("/prometheus")).body();
    for (IngestMetric metric : IngestMetric.values()) {
      assertThat(shown).contains("\n" + metric.meter().exposed());
    }
    assertThat(shown)
        .doesNotContain("ingest_accepted_total 0.0")
        .doesNotContain("ingest_refused_total{reason=\"invalid\"} 0.0")
        .doesNotContain("ingest_publish_seconds_count 0\n");
  }

  @Test
  void a_trace_goes_into_the_record() throws Exception {
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    String body = "{\"eventId\":\"traced\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}";
    assertThat(
            api.send(TransportRequest.json("/events", body).with("traceparent", parent)).status())
        .isEqualTo(202);
    ConsumerRecord<String, String> record =
        Rig.records(kafka).stream()
            .filter(r -> r.value().contains("\"traced\""))
            .findFirst()
            .orElseThrow();
    byte[] header = record.headers().lastHeader("traceparent").value();
    assertThat(new String(header, StandardCharsets.UTF_8)).isEqualTo(parent);
  }

  @Test
  void of_several_trace_parents_none_goes_into_the_record() throws Exception {
    String first = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    String second = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203332-01";
    String later = "cc-2af7651916cd43dd8448eb211c80319c-b7ad6b7169203333-01-what-else";
    List<List<String>> all =
        List.of(
            List.of(first, first), List.of(first, second), List.of(later, first), List.of(later));
    for (int i = 0; i < all.size(); i++) {
      TransportRequest request =
          TransportRequest.json(
              "/events",
              "{\"eventId\":\"trace-" + i + "\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}");
      all.get(i).forEach(parent -> request.with("traceparent", parent));
      assertThat(api.send(request).status()).isEqualTo(202);
    }
    Map<String, Boolean> traced =
        Rig.records(kafka).stream()
            .filter(r -> r.value().startsWith("{\"id\":\"trace-"))
            .collect(
                Collectors.toMap(
                    r -> r.value().substring(7, 14),
                    r -> r.headers().lastHeader("traceparent") != null));
    assertThat(traced)
        .isEqualTo(Map.of("trace-0", false, "trace-1", false, "trace-2", false, "trace-3", true));
  }

  @Test
  void what_a_client_wants_to_read_decides_nothing() throws Exception {
    for (String wish :
        List.of(
            "text/plain",
            "image/*;q=0.5",
            "application/json;q=0",
            "*/*;q=0",
            "a/b;q=x",
            "a",
            "/",
            ";",
            ",",
            "\"",
            "x".repeat(500))) {
      for (String name : List.of("Accept", "Accept-Language", "Accept-Charset")) {
        String as = name + ": " + wish;
        assertJson(api.send(TransportRequest.json("/events", EVENT).with(name, wish)), 202, as);
        assertJson(
            api.send(
                TransportRequest.json("/events/batch", "{\"events\":[" + EVENT + "]}")
                    .with(name, wish)),
            202,
            as);
        assertProblem(
            api.send(TransportRequest.json("/events", "{").with(name, wish)), 400, "JSON");
        assertProblem(
            api.send(TransportRequest.get("/events/never-sent").with(name, wish)), 404, "no event");
        assertProblem(api.send(TransportRequest.get("/nothing").with(name, wish)), 404, "path");
        assertProblem(api.send(TransportRequest.get("/events").with(name, wish)), 405, "method");
        assertJson(api.send(TransportRequest.get("/health/liveness").with(name, wish)), 200, as);
        assertJson(
            api.send(TransportRequest.get("/swagger/openapi.json").with(name, wish)), 200, as);
        assertThat(api.send(TransportRequest.get("/prometheus").with(name, wish)).status())
            .as(as)
            .isEqualTo(200);
      }
    }
  }

  private static void assertJson(TransportReply answer, int status, String as) {
    assertThat(answer.status()).as(as + " " + answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).as(as).isEqualTo("application/json");
  }

  @Test
  void only_a_charset_that_is_not_part_of_utf_8_is_refused() throws Exception {
    String cloud =
        "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\",\"subject\":\"u\",\"id\":\"c\"}";
    Map<String, String> bodies =
        Map.of("application/json", EVENT, "application/cloudevents+json", cloud);
    for (String parameters :
        List.of(
            "; charset=utf8",
            ";charset=UTF-8",
            "; Charset=\"utf-8\"",
            "; charset=us-ascii",
            "; charset=\"US-ASCII\"",
            "; charset=no-such-name",
            "; charset=",
            "; charset",
            "; profile=\"a;charset=utf-16\"",
            "; profile=https://a.example/b; boundary=x",
            ";",
            "; charset=utf8; q=1;")) {
      for (String type : bodies.keySet()) {
        TransportReply answer = postAs(type + parameters, bodies.get(type));
        assertThat(answer.status()).as(type + parameters + answer.body()).isEqualTo(202);
      }
    }
    for (String parameters :
        List.of(
            "; charset=utf-16",
            ";CHARSET=\"UTF-16LE\"",
            "; charset=iso-8859-1",
            "; a=b ; charset=latin1",
            "; profile=\"a;b\";charset=windows-1252",
            "; charset=utf-8; charset=utf-16",
            "; charset=utf-7")) {
      for (String type : bodies.keySet()) {
        assertProblem(postAs(type + parameters, bodies.get(type)), 415, "UTF-8");
      }
    }
  }

  @Test
  void a_batch_with_an_idempotency_key_is_taken_once() throws Exception {
    String item = "{\"userId\":\"batch-key\",\"type\":\"t\",\"payload\":{}}";
    String cloud =
        "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\",\"subject\":\"batch-key\",\"id\":\"c%d\"}";
    Map<String, String> bodies =
        Map.of(
            "application/json",
            "{\"events\":[" + item + "," + item + "]}",
            "application/cloudevents-batch+json",
            "[" + cloud.formatted(1) + "," + cloud.formatted(2) + "]");
    for (String type : bodies.keySet()) {
      byte[] body = bodies.get(type).getBytes(StandardCharsets.UTF_8);
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        answers.add(
            api.send(
                    TransportRequest.post("/events/batch", body)
                        .with("Content-Type", type)
                        .with("Idempotency-Key", "\"" + type + "\""))
                .body());
      }
      assertThat(answers.getFirst()).contains("accepted").doesNotContain("duplicate");
      String repeated = answers.getFirst().replace("accepted", "duplicate");
      assertThat(answers.subList(1, 3)).containsExactly(repeated, repeated);
    }
    assertThat(Rig.records(kafka)).filteredOn(r -> r.key().equals("batch-key")).hasSize(4);
    for (String path : List.of("/events", "/events/batch")) {
      TransportRequest twice =
          TransportRequest.json(
              path, path.equals("/events") ? item : bodies.get("application/json"));
      assertProblem(
          api.send(twice.with("Idempotency-Key", "\"a\"").with("Idempotency-Key", "\"b\"")),
          400,
          "header Idempotency-Key");
    }
  }

  @Test
  void errors_are_problem_documents() throws Exception {
    assertProblem(post("/events", "{\"userId\":1,\"type\":\"t\",\"payload\":{}}"), 400, "/userId");
    assertProblem(post("/events", ""), 400, "JSON");
    assertProblem(post("/events", "{\"a\":"), 400, "early");
    assertProblem(postAs("text/plain", "{}"), 415, "application/json");
    assertProblem(postAs(";", "{}"), 415, "application/json");
    assertProblem(
        api.send(TransportRequest.post("/events", new byte[] {'{', '}'})), 415, "application/json");
    assertProblem(postAs("application/json; charset=utf-16", "{}"), 415, "UTF-8");
    assertProblem(postAs("application/x-www-form-urlencoded", "a=b"), 415, "json");
    assertProblem(postAs("multipart/form-data; boundary=b", "--b--"), 415, "json");
    assertProblem(post("/nothing", "{}"), 404, "path");
    assertProblem(
        post(
            "/events",
            "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{\"a\":\""
                + "x".repeat(1_000_001)
                + "\"}}"),
        413,
        "at most");
    assertProblem(post("/events", "x".repeat(9_000_000)), 413, "larger");
  }

  @Test
  void a_charset_that_is_part_of_utf_8_changes_no_byte_of_the_body() throws Exception {
    String event = "{\"userId\":\"änn-ascii\",\"type\":\"t\",\"payload\":{}}";
    assertThat(postAs("application/json; charset=us-ascii", event).status()).isEqualTo(202);
    assertThat(Rig.records(kafka)).extracting(record -> record.key()).contains("änn-ascii");
  }

  @Test
  void under_a_base_path_all_is_as_without() throws Exception {
    // The first is a beginning of the API's own paths.
    for (String base : List.of("/event", "/base")) {
      Map<String, String> settings = new TreeMap<>(settings(kafka));
      settings.put("micronaut.server.context-path", base);
      settings.put("http.api-keys", SHA_256_OF_KEY);
      try (Transport based = start(settings)) {
        assertThat(based.send(TransportRequest.json(base + "/events", EVENT)).status())
            .isEqualTo(401);
        TransportRequest event =
            TransportRequest.json(base + "/events", EVENT).with("X-API-Key", "key");
        await().atMost(Rig.PATIENCE).until(() -> based.send(event).status() == 202);
        assertThat(based.send(TransportRequest.get(base + "/health/liveness")).status())
            .isEqualTo(200);
        assertThat(
                based
                    .send(TransportRequest.json("/events", EVENT).with("X-API-Key", "key"))
                    .status())
            .isEqualTo(404);
      }
    }
  }

  private static void assertProblem(TransportReply answer, int status, String says) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status).contains(says);
  }

  @Test
  void kafka_away_is_a_503() throws Exception {
    LocalKafka other = LocalKafka.start(dir.resolve("other"), 0, Map.of());
    TransportRequest event = TransportRequest.json("/events", EVENT);
    try (Transport second = start(settings(other))) {
      await().atMost(Rig.PATIENCE).until(() -> second.send(event).status() == 202);
      other.kill();
      TransportReply answer = second.send(event);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isNotEmpty();
      TransportReply batch =
          second.send(TransportRequest.json("/events/batch", "{\"events\":[" + EVENT + "]}"));
      assertThat(batch.status()).isEqualTo(503);
      assertThat(batch.body()).contains("\"status\":\"unavailable\"").contains("eventId");
      other.restart();
      await().atMost(Rig.PATIENCE).until(() -> second.send(event).status() == 202);
    } finally {
      other.close();
    }
  }

  @Test
  void many_values_of_a_header_and_of_a_parameter_come_through_both_ways() throws Exception {
    TransportReply told =
        api.send(
            TransportRequest.get("/test/echo/a%20%C3%A4?q=1%202&q=%26")
                .with("X-Many", "a")
                .with("X-Many", "b")
                .with("Cookie", "one=1; two=2"));
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    assertThat(told.body())
        .contains("\"part\":\"a ä\"")
        .contains("\"q\":[\"1 2\",\"&\"]")
        .contains("\"many\":\"a,b\"")
        .contains("\"cookie\":\"one=1; two=2\"");
    TransportReply answer = api.send(TransportRequest.get("/test/headers"));
    assertThat(answer.header("x-many")).isEqualTo("a, b");
    assertThat(answer.headers().get("set-cookie"))
        .containsExactlyInAnyOrder("one=1; Path=/", "two=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT");
  }

  @Test
  void bytes_that_are_no_text_come_back_as_they_are() throws Exception {
    TransportReply answer = api.send(TransportRequest.get("/test/binary"));
    assertThat(answer.header("content-type")).isEqualTo("application/octet-stream");
    assertThat(answer.bytes()).hasSize(256);
    for (int i = 0; i < 256; i++) {
      assertThat(answer.bytes()[i]).isEqualTo((byte) i);
    }
  }

  @Test
  void an_error_of_the_server_is_a_500_that_tells_nothing() throws Exception {
    TransportReply answer = api.send(TransportRequest.get("/test/fails"));
    assertProblem(answer, 500, "the server failed to answer");
    assertThat(answer.body()).doesNotContain("no word");
    assertThat(api.send(TransportRequest.get("/health/liveness")).status()).isEqualTo(200);
  }
}
