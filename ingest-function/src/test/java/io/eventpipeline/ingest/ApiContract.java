package io.eventpipeline.ingest;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.contract.testing.TestEvent;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API promises over HTTP, on every transport. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ApiContract {
  static final String EVENT = anEvent().withoutId().request();

  /** The same as a CloudEvent. */
  private static final String CLOUD_EVENT =
      "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\",\"subject\":\"u\",\"id\":\"c\"}";

  private static final String SHA_256_OF_KEY =
      "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

  /** Not static: two of these suites may run at the same time. */
  Path dir;

  LocalRedis redis;
  LocalKafka kafka;
  Transport api;

  /** Starts an API with these settings. */
  abstract Transport start(Map<String, String> settings);

  @BeforeAll
  void startAll(@TempDir Path folder) {
    dir = folder;
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
    kafka.kill(); // nothing of it is needed, and an orderly end takes seconds
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
        Rig.PATIENCE.toString(),
        "webhook.secret", // without a source, one metric has no value
        "0123456789abcdef");
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
    ConsumerRecord<String, String> record = recordOf("it-1");
    assertThat(record.key()).isEqualTo("änn");
    assertThat(record.value())
        .startsWith(
            "{\"id\":\"it-1\",\"userId\":\"änn\",\"type\":\"t\",\"payload\":{\"seq\":1, \"a\":[1,"
                + " 2]},\"timestamp\":");
    assertThat(header(record, "event-type")).isEqualTo("t");
    assertThat(partitions("events")).isEqualTo(8);
  }

  private ConsumerRecord<String, String> recordOf(String eventId) {
    return Rig.records(kafka).stream()
        .filter(record -> eventId.equals(header(record, "event-id")))
        .findFirst()
        .orElseThrow();
  }

  /** Null if the record has no such header. */
  static String header(ConsumerRecord<String, String> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private int partitions(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .size();
    }
  }

  @Test
  void a_batch_answers_each_item_for_itself() throws Exception {
    TransportReply answer =
        post(
            "/events/batch",
            "{\"events\":["
                + anEvent().id("b1").request()
                + ","
                + anEvent().id("b2").of(" ").seq(0).request()
                + ",5,"
                + anEvent().id("b4").request()
                + "]}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body())
        .contains("{\"eventId\":\"b1\",\"status\":\"accepted\"}")
        .contains(
            "{\"eventId\":\"b2\",\"status\":\"invalid\",\"error\":\"/events/1/userId must not be"
                + " blank;")
        .contains("{\"status\":\"invalid\",\"error\":\"/events/2 must be an object\"}")
        .contains("{\"eventId\":\"b4\",\"status\":\"accepted\"}");
  }

  /** Names, file endings, dots and colons that a router or a gateway might interpret. */
  @Test
  void every_legal_id_can_be_asked_for() throws Exception {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      RedisCommands<String, String> store = client.connect().sync();
      for (String target :
          """
          ... .... .a a. a..b a.json a.b.c : a:b :a http: - _ 0 batch List %2E%2E%2E a%3ac
          %62%61%74%63%68\
          """
              .split("\\s+")) {
        assertCanBeAskedFor(target, store);
      }
      assertCanBeAskedFor("x".repeat(128), store);
    }
  }

  private void assertCanBeAskedFor(String target, RedisCommands<String, String> store)
      throws Exception {
    String id = URLDecoder.decode(target, StandardCharsets.UTF_8);
    assertThat(post("/events/batch", TestEvent.batch(anEvent().id(id))).body())
        .contains("\"status\":\"accepted\"");
    store.hset(
        "event:" + id,
        Map.of("status", "processed", "processedAt", "5", "attempts", "1", "userId", "i"));
    TransportReply told = api.send(TransportRequest.get("/events/" + target));
    assertThat(told.status()).as(target).isEqualTo(200);
    assertThat(told.body()).startsWith("{\"eventId\":\"" + id + "\",\"status\":\"processed\"");
  }

  /** Clients and gateways interpret these as steps in the path. */
  @Test
  void an_id_that_cannot_be_asked_for_is_refused() throws Exception {
    for (String id : List.of(".", "..", "list")) {
      String event = anEvent().id(id).request();
      assertProblem(post("/events", event), 400, "\"pointer\":\"/eventId\"");
      assertThat(post("/events/batch", "{\"events\":[" + event + "," + EVENT + "]}").body())
          .contains("\"error\":\"/events/0/eventId must not be '" + id + "'", "\"accepted\"");
    }
  }

  @Test
  void health_and_the_counters_of_the_pipeline_are_shown() throws Exception {
    TransportReply health = api.send(TransportRequest.get("/api/health"));
    assertJson(health, 200, "health");
    assertThat(health.body()).startsWith("{\"ok\":true,\"redis\":\"up\",\"kafka\":\"up\",");
    TransportRequest metrics = TransportRequest.get("/api/metrics");
    await().atMost(Rig.PATIENCE).until(() -> api.send(metrics).status() == 200);
    TransportReply counts = api.send(metrics);
    assertJson(counts, 200, "counts");
    assertThat(counts.body()).startsWith("{\"received\":0,\"deduped\":0,\"sent\":0,");
  }

  @Test
  void every_meter_is_shown() throws Exception {
    post("/events", EVENT);
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
    String body = anEvent().id("traced").request();
    assertThat(
            api.send(TransportRequest.json("/events", body).with("traceparent", parent)).status())
        .isEqualTo(202);
    assertThat(header(recordOf("traced"), "traceparent")).isEqualTo(parent);
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
          TransportRequest.json("/events", anEvent().id("trace-" + i).request());
      all.get(i).forEach(parent -> request.with("traceparent", parent));
      assertThat(api.send(request).status()).isEqualTo(202);
    }
    Map<String, Boolean> traced =
        Rig.records(kafka).stream()
            .filter(r -> r.value().startsWith("{\"id\":\"trace-"))
            .collect(
                Collectors.toMap(
                    r -> r.value().substring(7, 14), r -> header(r, "traceparent") != null));
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
        assertDecidesNothing(name, wish);
      }
    }
  }

  private void assertDecidesNothing(String name, String wish) throws Exception {
    String as = name + ": " + wish;
    String batch = "{\"events\":[" + EVENT + "]}";
    assertJson(api.send(TransportRequest.json("/events", EVENT).with(name, wish)), 202, as);
    assertJson(api.send(TransportRequest.json("/events/batch", batch).with(name, wish)), 202, as);
    assertProblem(api.send(TransportRequest.json("/events", "{").with(name, wish)), 400, "JSON");
    assertProblem(getAs("/events/never-sent", name, wish), 404, "no event");
    assertProblem(getAs("/nothing", name, wish), 404, "path");
    assertProblem(getAs("/events", name, wish), 405, "method");
    assertJson(getAs("/health/liveness", name, wish), 200, as);
    assertJson(getAs("/swagger/openapi.json", name, wish), 200, as);
    assertThat(getAs("/prometheus", name, wish).status()).as(as).isEqualTo(200);
  }

  private TransportReply getAs(String path, String name, String value) throws Exception {
    return api.send(TransportRequest.get(path).with(name, value));
  }

  private static void assertJson(TransportReply answer, int status, String as) {
    assertThat(answer.status()).as(as + " " + answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).as(as).isEqualTo("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
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
        "; charset=utf8; q=1;"
      })
  void a_charset_that_is_part_of_utf_8_or_unknown_is_ignored(String parameters) throws Exception {
    TransportReply own = postAs("application/json" + parameters, EVENT);
    assertThat(own.status()).as(own.body()).isEqualTo(202);
    TransportReply cloud = postAs("application/cloudevents+json" + parameters, CLOUD_EVENT);
    assertThat(cloud.status()).as(cloud.body()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "; charset=utf-16",
        ";CHARSET=\"UTF-16LE\"",
        "; charset=iso-8859-1",
        "; a=b ; charset=latin1",
        "; profile=\"a;b\";charset=windows-1252",
        "; charset=utf-8; charset=utf-16",
        "; charset=utf-7"
      })
  void a_charset_that_is_not_part_of_utf_8_is_refused(String parameters) throws Exception {
    assertProblem(postAs("application/json" + parameters, EVENT), 415, "UTF-8");
    assertProblem(postAs("application/cloudevents+json" + parameters, CLOUD_EVENT), 415, "UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/cloudevents-batch+json"})
  void a_batch_with_an_idempotency_key_is_taken_once(String type) throws Exception {
    String user = "batch-key of " + type;
    String own = anEvent().withoutId().of(user).request();
    String cloud = CLOUD_EVENT.replace("\"u\"", "\"" + user + "\"");
    String body =
        type.equals("application/json")
            ? "{\"events\":[" + own + "," + own + "]}"
            : "[" + cloud + "," + cloud.replace("\"c\"", "\"d\"") + "]";
    TransportRequest request =
        TransportRequest.post("/events/batch", body.getBytes(StandardCharsets.UTF_8))
            .with("Content-Type", type)
            .with("Idempotency-Key", "\"" + type + "\"");
    String first = api.send(request).body();
    assertThat(first).contains("accepted").doesNotContain("duplicate");
    String repeated = first.replace("accepted", "duplicate");
    assertThat(api.send(request).body()).isEqualTo(repeated);
    assertThat(api.send(request).body()).isEqualTo(repeated);
    assertThat(Rig.records(kafka)).filteredOn(r -> r.key().equals(user)).hasSize(2);
  }

  @Test
  void two_idempotency_keys_for_one_request_are_refused() throws Exception {
    for (String path : List.of("/events", "/events/batch")) {
      String body = path.equals("/events") ? EVENT : "{\"events\":[" + EVENT + "]}";
      TransportRequest twice =
          TransportRequest.json(path, body)
              .with("Idempotency-Key", "\"a\"")
              .with("Idempotency-Key", "\"b\"");
      assertProblem(api.send(twice), 400, "header Idempotency-Key");
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
        post("/events", anEvent().with("a", "x".repeat(1_000_001)).request()), 413, "at most");
    assertProblem(post("/events", "x".repeat(9_000_000)), 413, "larger");
  }

  @Test
  void a_charset_that_is_part_of_utf_8_changes_no_byte_of_the_body() throws Exception {
    String event = anEvent().of("änn-ascii").request();
    assertThat(postAs("application/json; charset=us-ascii", event).status()).isEqualTo(202);
    assertThat(Rig.records(kafka)).extracting(record -> record.key()).contains("änn-ascii");
  }

  @Test
  void under_a_base_path_all_is_as_without() throws Exception {
    // The API's own paths start with the first one.
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
    TransportRequest event = TransportRequest.json("/events", EVENT);
    Map<String, String> impatient = new TreeMap<>(settings(kafka));
    impatient.putAll(Rig.IMPATIENT);
    try (Transport second = start(impatient)) {
      await().atMost(Rig.PATIENCE).until(() -> second.send(event).status() == 202);
      kafka.kill();
      try {
        assertUnavailable(second);
      } finally {
        kafka.restart();
      }
      await().atMost(Rig.PATIENCE).until(() -> second.send(event).status() == 202);
    }
    await().atMost(Rig.PATIENCE).until(() -> api.send(event).status() == 202);
  }

  private static void assertUnavailable(Transport api) throws Exception {
    TransportReply answer = api.send(TransportRequest.json("/events", EVENT));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isNotEmpty();
    TransportReply batch =
        api.send(TransportRequest.json("/events/batch", "{\"events\":[" + EVENT + "]}"));
    assertThat(batch.status()).isEqualTo(503);
    assertThat(batch.body()).contains("\"status\":\"unavailable\"").contains("eventId");
    TransportReply analytics =
        api.send(TransportRequest.json("/events", "[" + click("k", "u", 0) + ",7]"));
    assertProblem(
        analytics, 503, "{\"event_id\":\"k\",\"status\":\"error\",\"code\":\"unavailable\"");
    assertThat(analytics.header("retry-after")).isNotEmpty();
  }

  @Test
  void a_typed_event_is_in_the_topic_with_itself_as_payload() throws Exception {
    String typed =
        "{ \"eventType\":\"Paid\",\"eventId\":\"typed\","
            + " \"orderId\":\"o\",\"timestamp\":1577836800000}";
    for (String path : List.of("/events", "/events/batch")) {
      String id = "typed-" + path.length();
      String event = typed.replace("\"typed\"", "\"" + id + "\"");
      String body = path.equals("/events") ? event : "{\"events\":[" + event + "]}";
      assertThat(post(path, body).body())
          .contains("{\"eventId\":\"" + id + "\",\"status\":\"accepted\"}");
      assertThat(recordOf(id).key()).isEqualTo("o");
      assertThat(recordOf(id).value())
          .startsWith(
              "{\"id\":\"" + id + "\",\"userId\":\"o\",\"type\":\"Paid\",\"payload\":" + event)
          .endsWith(",\"ts\":1577836800000}");
    }
  }

  @Test
  void the_time_of_a_cloud_event_is_in_the_topic_however_long_ago_it_is() throws Exception {
    TransportRequest binary =
        TransportRequest.json("/events", "{}")
            .with("ce-specversion", "1.0")
            .with("ce-id", "timed")
            .with("ce-source", "/s")
            .with("ce-type", "t")
            .with("ce-subject", "u")
            .with("ce-time", "2020-01-01T00:00:00Z");
    assertThat(api.send(binary).status()).isEqualTo(202);
    assertThat(recordOf("timed").value()).endsWith(",\"ts\":1577836800000}");
    String structured = CLOUD_EVENT.replace("\"c\"", "\"c\",\"time\":\"now\"");
    assertProblem(postAs("application/cloudevents+json", structured), 400, "\"pointer\":\"/time\"");
  }

  @Test
  void analytics_events_get_a_result_each() throws Exception {
    String body =
        "["
            + String.join(
                ",", click("a1", "u", 0), click("a2", "u", -121), "7", click("a1", "v", 0))
            + "]";
    TransportReply answer = post("/events", body);
    assertJson(answer, 200, "analytics");
    assertThat(answer.body())
        .isEqualTo(
            "{\"results\":[{\"event_id\":\"a1\",\"status\":\"success\"},{\"event_id\":\"a2\",\"status\":\"error\",\"code\":\"invalid\",\"message\":\"/1/ts"
                + " must be within 120 s of the server's"
                + " clock\"},{\"status\":\"error\",\"code\":\"invalid\",\"message\":\"/2 must be an"
                + " object\"},"
                + "{\"event_id\":\"a1\",\"status\":\"error\",\"code\":\"duplicate\",\"message\":\"this"
                + " event was sent before\"}]}");
    assertThat(answer.header("ratelimit-policy")).isNotEmpty();
    assertThat(recordOf("a1").value()).contains("\"payload\":{},").contains(",\"ts\":");
  }

  @Test
  void one_analytics_event_gets_a_result_too() throws Exception {
    assertThat(post("/events", click("alone", "u", 0)).body())
        .isEqualTo("{\"results\":[{\"event_id\":\"alone\",\"status\":\"success\"}]}");
    TransportReply invalid =
        post("/events", "{\"event_id\":\"x\",\"user_id\":\"u\",\"type\":\"t\"}");
    assertJson(invalid, 200, "invalid");
    assertThat(invalid.body()).contains("\"code\":\"invalid\",\"message\":\"/ts is required\"");
  }

  @Test
  void an_analytics_event_that_is_final_is_a_duplicate() throws Exception {
    try (RedisClient client = RedisClient.create(redis.uri())) {
      client.connect().sync().hset("event:final", Map.of("status", "failed"));
    }
    String answer = post("/events", "[" + click("final", "u", 0) + "]").body();
    assertThat(answer)
        .contains("\"event_id\":\"final\",\"status\":\"error\",\"code\":\"duplicate\"");
    assertThat(Rig.records(kafka)).noneMatch(r -> "final".equals(header(r, "event-id")));
  }

  @Test
  void a_list_of_no_or_too_many_analytics_events_is_refused() throws Exception {
    assertProblem(post("/events", "[]"), 400, "at least 1");
    assertProblem(post("/events", "[" + "7,".repeat(1000) + "7]"), 400, "at most 1000");
    assertThat(post("/events", "[" + "7,".repeat(999) + "7]").status()).isEqualTo(200);
  }

  private static String click(String id, String user, long seconds) {
    return "{\"event_id\":\"%s\",\"user_id\":\"%s\",\"type\":\"click\",\"ts\":%d}"
        .formatted(id, user, System.currentTimeMillis() + 1000 * seconds);
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
