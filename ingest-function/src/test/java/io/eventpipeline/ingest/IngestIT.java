package io.eventpipeline.ingest;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.ingest.observe.Metric;
import io.eventpipeline.local.LocalKafka;
import io.eventpipeline.local.LocalRedis;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestIT {
  @TempDir static Path dir;
  static LocalRedis redis;
  static LocalKafka kafka;
  static EmbeddedServer server;
  static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    redis = LocalRedis.start(dir.resolve("redis"), 0);
    kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
    server = ingest(kafka.bootstrapServers());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                post("/events", "{\"userId\":\"w\",\"type\":\"t\",\"payload\":{}}").statusCode()
                    == 202);
  }

  @AfterAll
  static void stop() {
    server.close();
    kafka.close();
    redis.close();
  }

  private static EmbeddedServer ingest(String kafka) {
    return ApplicationContext.run(
        EmbeddedServer.class,
        Map.of(
            "micronaut.server.port",
            -1,
            "kafka.bootstrap.servers",
            kafka,
            "redis.uri",
            redis.uri()));
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return post(server, path, "application/json", body);
  }

  private static HttpResponse<String> post(
      EmbeddedServer server, String path, String contentType, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + path))
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void an_accepted_event_is_in_the_topic_as_the_contract_says() throws Exception {
    HttpResponse<String> answer =
        post(
            "/events",
            "{ \"eventId\":\"it-1\", \"userId\":\"änn\", \"type\":\"t\", \"payload\": {\"seq\":1,"
                + " \"a\":[1, 2]} }");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"eventId\":\"it-1\",\"status\":\"accepted\"}");
    ConsumerRecord<String, String> record =
        records().stream()
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
    HttpResponse<String> answer =
        post(
            "/events/batch",
            "{\"events\":[{\"eventId\":\"b1\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}},"
                + "{\"eventId\":\"b2\",\"userId\":\" \",\"type\":\"t\",\"payload\":{\"seq\":0}},5,"
                + "{\"eventId\":\"b4\",\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body())
        .contains("{\"eventId\":\"b1\",\"status\":\"accepted\"}")
        .contains(
            "{\"eventId\":\"b2\",\"status\":\"invalid\",\"error\":\"/events/1/userId must not be"
                + " blank;")
        .contains("{\"status\":\"invalid\",\"error\":\"/events/2 must be an object\"}")
        .contains("{\"eventId\":\"b4\",\"status\":\"accepted\"}");
  }

  @Test
  void every_meter_is_shown() throws Exception {
    post("/events", "{\"userId\":\"m\",\"type\":\"t\",\"payload\":{}}");
    post("/events", "{");
    URI uri = URI.create("http://127.0.0.1:" + server.getPort() + "/prometheus");
    String shown = HTTP.send(HttpRequest.newBuilder(uri).build(), ofString()).body();
    for (Metric metric : Metric.values()) {
      assertThat(shown).contains("\n" + metric.meter().exposed());
    }
    assertThat(shown)
        .doesNotContain("ingest_accepted_total 0.0")
        .doesNotContain("ingest_refused_total{reason=\"invalid\"} 0.0")
        .doesNotContain("ingest_publish_seconds_count 0\n");
  }

  @Test
  void errors_are_problem_documents() throws Exception {
    assertProblem(post("/events", "{\"userId\":1,\"type\":\"t\",\"payload\":{}}"), 400, "/userId");
    assertProblem(post("/events", ""), 400, "JSON");
    assertProblem(post("/events", "{\"a\":"), 400, "early");
    assertProblem(post(server, "/events", "text/plain", "{}"), 415, "application/json");
    assertProblem(post(server, "/events", "", "{}"), 415, "application/json");
    assertProblem(post(server, "/events", "application/json; charset=utf-16", "{}"), 415, "UTF-8");
    assertProblem(post(server, "/events", "application/x-www-form-urlencoded", "a=b"), 415, "json");
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

  private static void assertProblem(HttpResponse<String> answer, int status, String says) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status).contains(says);
  }

  @Test
  void kafka_away_is_a_503_within_bounds() throws Exception {
    LocalKafka other = LocalKafka.start(dir.resolve("other"), 0, Map.of());
    try (EmbeddedServer second = ingest(other.bootstrapServers())) {
      String body = "{\"userId\":\"u\",\"type\":\"t\",\"payload\":{}}";
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> post(second, "/events", "application/json", body).statusCode() == 202);
      other.kill();
      long begun = System.nanoTime();
      HttpResponse<String> answer = post(second, "/events", "application/json", body);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
      HttpResponse<String> batch =
          post(second, "/events/batch", "application/json", "{\"events\":[" + body + "]}");
      assertThat(batch.statusCode()).isEqualTo(503);
      assertThat(batch.body()).contains("\"status\":\"unavailable\"").contains("eventId");
      other.restart();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> post(second, "/events", "application/json", body).statusCode() == 202);
    } finally {
      other.close();
    }
  }

  private static List<ConsumerRecord<String, String>> records() {
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor("events").stream()
              .map(p -> new TopicPartition("events", p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }
}
