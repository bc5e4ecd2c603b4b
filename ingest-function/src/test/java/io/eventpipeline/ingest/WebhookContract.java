package io.eventpipeline.ingest;

import static io.eventpipeline.ingest.webhook.SignedRequests.github;
import static io.eventpipeline.ingest.webhook.SignedRequests.now;
import static io.eventpipeline.ingest.webhook.SignedRequests.order;
import static io.eventpipeline.ingest.webhook.SignedRequests.own;
import static io.eventpipeline.ingest.webhook.SignedRequests.standard;
import static io.eventpipeline.ingest.webhook.SignedRequests.timestamped;
import static io.eventpipeline.ingest.webhook.Signing.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.ingest.transport.Transport;
import io.eventpipeline.ingest.transport.TransportReply;
import io.eventpipeline.ingest.transport.TransportRequest;
import io.eventpipeline.ingest.webhook.SignedRequests;
import io.eventpipeline.ingest.webhook.Signing;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API promises senders of webhooks, on every transport. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WebhookContract {
  Path dir;
  LocalRedis redis;
  LocalKafka kafka;
  Transport api;

  /** Starts an API with these settings. */
  abstract Transport start(Map<String, String> settings);

  /** The answers to a request, sent in each way that the transport has for its body. */
  abstract List<TransportReply> sendEachWay(TransportRequest request) throws Exception;

  @BeforeAll
  void startAll(@TempDir Path folder) throws Exception {
    dir = folder;
    redis = LocalRedis.start(dir.resolve("redis"), 0);
    kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
    api = connected(settings());
    await().atMost(Rig.PATIENCE).until(() -> api.send(own("warm", "w")).status() < 300);
  }

  /** Starts an API that has Redis. Before, it takes each delivery for the first one. */
  private Transport connected(Map<String, String> settings) {
    Transport started = start(settings);
    await()
        .atMost(Rig.PATIENCE)
        .until(() -> started.send(TransportRequest.get("/api/health")).status() == 200);
    return started;
  }

  @AfterAll
  void stopAll() {
    api.close();
    kafka.kill(); // nothing of it is needed, and an orderly end takes seconds
    kafka.close();
    redis.close();
  }

  Map<String, String> settings() {
    Map<String, String> all = new TreeMap<>(SignedRequests.settings());
    all.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    all.put("redis.uri", redis.uri());
    all.put("limit.timeout", "10s"); // far above what an answer takes, far below our patience
    return all;
  }

  /** With a database of its own in Redis, where no other test uses permits. */
  private Map<String, String> settings(int database) {
    Map<String, String> all = settings();
    all.put("redis.uri", redis.uri() + "/" + database);
    return all;
  }

  /** Sends again what Kafka, on a busy machine, does not acknowledge within 250 ms. */
  private static TransportReply answered(Transport api, TransportRequest order) throws Exception {
    TransportReply answer = api.send(order);
    for (int i = 0; i < 5 && answer.status() == 503; i++) {
      answer = api.send(order);
    }
    assertThat(answer.status()).as(answer.body()).isIn(200, 202);
    return answer;
  }

  private ConsumerRecord<String, String> recordOf(String eventId) {
    List<ConsumerRecord<String, String>> found = recordsOf(eventId);
    assertThat(found).as(eventId).hasSize(1);
    return found.getFirst();
  }

  private List<ConsumerRecord<String, String>> recordsOf(String eventId) {
    return Rig.records(kafka).stream()
        .filter(record -> eventId.equals(ApiContract.header(record, "event-id")))
        .toList();
  }

  @Test
  void an_order_becomes_an_event_once() throws Exception {
    try (Transport fresh = connected(settings(1))) {
      TransportRequest order = order("evt-1", "ann");
      TransportReply first = answered(fresh, order);
      if (first.status() == 202) {
        assertThat(first.body()).isEqualTo("{\"status\":\"accepted\",\"eventId\":\"evt-1\"}");
      }
      for (int i = 0; i < 4; i++) {
        TransportReply again = fresh.send(order);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body())
            .isEqualTo(
                "{\"status\":\"duplicate\",\"eventId\":\"evt-1\","
                    + "\"message\":\"Duplicate event ignored\"}");
      }
    }
    ConsumerRecord<String, String> record = recordOf("evt-1");
    assertThat(record.key()).isEqualTo("ann");
    assertThat(record.value())
        .startsWith(
            "{\"id\":\"evt-1\",\"userId\":\"ann\",\"type\":\"order.created\",\"payload\":"
                + SignedRequests.orderBody("evt-1", "ann"))
        .endsWith(",\"unordered\":true}");
  }

  @Test
  void each_sender_is_understood() throws Exception {
    assertAccepted(
        standard("m1", "{\"type\":\"t\",\"data\":{\"userId\":\"u\"}}"), "std:m1", "t", "u");
    assertAccepted(github("push", "d1", "{\"sender\":{\"id\":7}}"), "gh:d1", "push", "7");
    assertAccepted(
        SignedRequests.stripe(
            "{\"id\":\"evt_1\",\"type\":\"charge.paid\","
                + "\"data\":{\"object\":{\"customer\":\"cus_1\"}}}"),
        "stripe:evt_1",
        "charge.paid",
        "cus_1");
    assertAccepted(
        SignedRequests.shopify("s1", "{\"customer\":{\"id\":9}}"), "shop:s1", "orders/create", "9");
  }

  private void assertAccepted(TransportRequest request, String id, String type, String user)
      throws Exception {
    TransportReply answer = api.send(request);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).contains("\"eventId\":\"" + id + "\"");
    ConsumerRecord<String, String> record = recordOf(id);
    assertThat(record.key()).isEqualTo(user);
    assertThat(ApiContract.header(record, "event-type")).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "application/json",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
        "text/plain; charset=us-ascii",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/vnd.github+json",
        ";"
      })
  void the_raw_bytes_are_signed_whatever_their_type(String type) throws Exception {
    int number = 0;
    for (String body :
        List.of(
            "{\"id\":\"%s\",\r\n  \"user\":\t\"ann\",\r\n\"a\" : \"\\u00e9 é 😀\" } \r\n",
            "{\"id\":\"%s\",\"user\":\"ann\",\"a\":\"a=b&c=%%20+&d\"}",
            "{\"id\":\"%s\",\"user\":\"ann\",\"a\":\"" + "é".repeat(150 * 1024) + "\"}")) {
      String id = "raw-" + type.hashCode() + "-" + ++number;
      String text = body.formatted(id);
      assertGenuine(typed(timestamped("/webhooks/own", bytes(text)), type));
      assertThat(recordOf("own:" + id).value())
          .contains("\"payload\":" + text.strip() + ",\"timestamp\"");
    }
  }

  private void assertGenuine(TransportRequest request) throws Exception {
    for (TransportReply answer : sendEachWay(request)) {
      assertThat(answer.status()).as(answer.body()).isIn(200, 202);
    }
  }

  private static TransportRequest typed(TransportRequest request, String type) {
    return type.isEmpty() ? request : request.with("Content-Type", type);
  }

  /** Their signature is right: they are refused for what they are. */
  @Test
  void genuine_bytes_that_are_no_json_are_invalid() throws Exception {
    byte[] utf8 = bytes("\uFEFF{\"id\":\"é\"}");
    for (byte[] body :
        List.of(
            new byte[0], bytes("a=b&c=d"), utf8, new byte[] {'{', '"', (byte) 0xff, '"', '}'})) {
      for (String type : List.of("", "application/json", "application/x-www-form-urlencoded")) {
        for (TransportReply answer : sendEachWay(typed(timestamped("/webhooks/own", body), type))) {
          assertProblem(answer, 400, "\"pointer\":\"\"");
        }
      }
    }
  }

  private static void assertProblem(TransportReply answer, int status, String says) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status, "\"error\":\"").contains(says);
  }

  @Test
  void a_forged_one_is_refused_and_hears_nothing_that_helps() throws Exception {
    byte[] body = bytes("{\"id\":\"forged-zq\",\"user\":\"zq\"}");
    String right = Signing.hex(SignedRequests.SECRET, "", body);
    String time = Long.toString(now());
    TransportReply none =
        api.send(TransportRequest.post("/webhooks/own", body).with("X-Timestamp", time));
    for (String wrong :
        List.of("", "zq", right.substring(1), right.substring(0, 63) + "g", "0".repeat(64))) {
      TransportReply answer =
          api.send(
              TransportRequest.post("/webhooks/own", body)
                  .with("X-Timestamp", time)
                  .with("X-Signature", wrong));
      assertProblem(answer, 401, "the signature is missing or wrong");
      assertThat(answer.bytes()).isEqualTo(none.bytes());
      assertThat(answer.body()).doesNotContain("zq", "own");
    }
    assertThat(recordsOf("own:forged-zq")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-310", "+310", "abc", "1e9", "1000000000000000000000000000000", ""})
  void a_timestamp_that_is_not_near_is_refused_before_the_signature(String time) throws Exception {
    String sent =
        time.startsWith("-") || time.startsWith("+")
            ? Long.toString(now() + Long.parseLong(time))
            : time;
    byte[] body = bytes("{}");
    TransportRequest request = TransportRequest.post("/webhooks/own", body);
    TransportReply answer = api.send(time.isEmpty() ? request : request.with("X-Timestamp", sent));
    assertProblem(answer, 400, "timestamp");
  }

  @ParameterizedTest
  @ValueSource(longs = {-290, 290})
  void a_timestamp_within_five_minutes_is_taken(long seconds) throws Exception {
    byte[] body = bytes("{\"id\":\"near" + seconds + "\",\"user\":\"u\"}");
    TransportRequest request = timestamped("/webhooks/own", body, Long.toString(now() + seconds));
    assertThat(api.send(request).status()).isEqualTo(202);
  }

  @Test
  void a_recorded_request_with_a_new_id_is_a_duplicate() throws Exception {
    String body = "{\"sender\":{\"id\":11},\"replayed\":1}";
    assertThat(api.send(github("push", "first", body)).status()).isEqualTo(202);
    TransportReply replayed = api.send(github("push", "second", body));
    assertThat(replayed.status()).as(replayed.body()).isEqualTo(200);
    assertThat(replayed.body()).contains("\"status\":\"duplicate\",\"eventId\":\"gh:first\"");
    assertThat(recordsOf("gh:second")).isEmpty();
  }

  @Test
  void another_body_under_the_same_id_is_a_duplicate_too() throws Exception {
    assertThat(api.send(github("push", "same", "{\"sender\":{\"id\":12}}")).status())
        .isEqualTo(202);
    assertThat(api.send(github("push", "same", "{\"sender\":{\"id\":12},\"b\":1}")).status())
        .isEqualTo(200);
    assertThat(recordsOf("gh:same")).hasSize(1);
  }

  @Test
  void a_ping_is_answered_and_is_no_event() throws Exception {
    TransportReply answer = api.send(github("ping", "p1", "{\"zen\":\"x\"}"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"status\":\"ignored\"");
    assertThat(recordsOf("gh:p1")).isEmpty();
  }

  @Test
  void sources_that_are_unknown_or_off_and_bodies_that_are_too_large_are_refused()
      throws Exception {
    byte[] large = new byte[(1 << 20) + 1];
    assertProblem(api.send(timestamped("/webhooks/none", large)), 413, "1048576 bytes");
    assertProblem(api.send(timestamped("/webhooks/none", bytes("{}"))), 404, "no webhook source");
    assertProblem(api.send(timestamped("/webhooks/off", bytes("{}"))), 410, "switched off");
    byte[] most = bytes("{\"id\":\"x\",\"a\":\"" + "x".repeat((1 << 20) - 17) + "\"}");
    assertThat(most).hasSize(1 << 20);
    assertProblem(api.send(timestamped("/webhooks/own", most)), 400, "/user is required");
  }

  @Test
  void a_mapped_seq_orders_events_and_an_own_one_does_not() throws Exception {
    String body = "{\"id\":\"c1\",\"user\":\"seq\",\"n\":3}";
    String time = Long.toString(now());
    TransportRequest counted =
        TransportRequest.json("/webhooks/counted", body)
            .with("X-Timestamp", time)
            .with("X-Signature", Signing.hex(SignedRequests.SECRET, time + ".", bytes(body)));
    assertThat(api.send(counted).status()).isEqualTo(202);
    assertThat(recordOf("counted:c1").value())
        .contains("\"payload\":{\"seq\":3,\"id\":\"c1\"")
        .doesNotContain("unordered");
    byte[] plain = bytes("{\"id\":\"c2\",\"user\":\"seq\",\"seq\":\"any\"}");
    assertThat(api.send(timestamped("/webhooks/own", plain)).status()).isEqualTo(202);
    assertThat(recordOf("own:c2").value()).endsWith(",\"unordered\":true}");
  }

  @Test
  void an_event_with_the_id_of_a_source_is_refused() throws Exception {
    String event = TestEvent.anEvent().id("gh:d1").request();
    TransportReply one = api.send(TransportRequest.json("/events", event));
    assertThat(one.status()).isEqualTo(400);
    assertThat(one.body()).contains("\"pointer\":\"/eventId\"", "gh:");
    TransportReply batch =
        api.send(
            TransportRequest.json(
                "/events/batch", "{\"events\":[" + ApiContract.EVENT + "," + event + "]}"));
    assertThat(batch.body()).contains("accepted", "/events/1/eventId must not begin with gh:");
    String cloud =
        "{\"specversion\":\"1.0\",\"source\":\"/s\",\"type\":\"t\",\"subject\":\"u\",\"id\":\"orders:1\"}";
    TransportReply structured =
        api.send(
            TransportRequest.post("/events", bytes(cloud))
                .with("Content-Type", "application/cloudevents+json"));
    assertThat(structured.status()).isEqualTo(400);
    assertThat(structured.body()).contains("\"pointer\":\"/id\"");
  }

  @Test
  void the_eleventh_in_ten_seconds_waits_whatever_the_header_says() throws Exception {
    try (Transport fresh = connected(settings(2))) {
      List<Integer> statuses = new java.util.ArrayList<>();
      TransportReply last = null;
      for (int i = 0; i < 40 && !statuses.contains(429); i++) {
        last = fresh.send(order("lim-" + i, "l").with("X-Forwarded-For", "198.51.100." + i));
        statuses.add(last.status());
      }
      assertProblem(last, 429, "quota-exceeded");
      assertThat(Integer.parseInt(last.header("retry-after"))).isBetween(1, 10);
    }
  }

  @Test
  void no_key_is_asked_for_and_an_idempotency_key_is_ignored() throws Exception {
    Map<String, String> locked = settings(3);
    locked.put("http.api-keys", "0".repeat(64));
    locked.put("micronaut.server.context-path", "/base");
    try (Transport based = start(locked)) {
      TransportRequest plain = own("locked", "u").with("Idempotency-Key", "\"a");
      TransportRequest request =
          new TransportRequest("POST", "/base/webhooks/own", plain.headers(), plain.body());
      await().atMost(Rig.PATIENCE).until(() -> based.send(request).status() < 300);
      TransportRequest order = order("based", "u");
      TransportReply unused =
          answered(
              based,
              new TransportRequest(
                  "POST", "/base" + SignedRequests.ALIAS, order.headers(), order.body()));
      assertThat(based.send(TransportRequest.json("/base/events", ApiContract.EVENT)).status())
          .isEqualTo(401);
    }
  }

  /** Several lines of a header come joined by commas through some gateways. */
  @Test
  void a_second_line_of_signatures_counts() throws Exception {
    TransportRequest request = standard("lines", "{\"type\":\"t\",\"data\":{\"userId\":\"u\"}}");
    request.headers().get("webhook-signature").addFirst("v1," + "A".repeat(43) + "=");
    assertThat(api.send(request).status()).isEqualTo(202);
  }
}
