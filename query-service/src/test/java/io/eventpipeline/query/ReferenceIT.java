package io.eventpipeline.query;

import static io.eventpipeline.query.QueryRig.SOON;
import static io.eventpipeline.query.QueryRig.table;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads of the reference table, and what they leave. */
class ReferenceIT {
  /** SHA-256 of {@code key}. */
  private static final String KEY_HASH =
      "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

  private static final Map<String, Map<String, String>> ANN = Map.of("ann", Map.of("plan", "pro"));

  @TempDir static Path dir;
  static QueryRig rig;
  static EmbeddedServer service;

  /** Another one on the same Redis. */
  static EmbeddedServer other;

  @BeforeAll
  static void start() {
    rig = new QueryRig(dir);
    service = rig.service("reference.max-bytes", "2000000", "reference.allowed.level", "a,b");
    other = rig.service();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void reset() {
    rig.store.flushall();
  }

  private static HttpResponse<String> upload(Object ts, Map<String, Map<String, String>> users) {
    return rig.put(service, table(ts, users));
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String part) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status, part);
  }

  private static String plan(EmbeddedServer from, String user) {
    HttpResponse<String> answer = rig.get(from, "/reference/users/" + user);
    return answer.statusCode() == 404
        ? "unknown"
        : QueryRig.json(answer).at("/attributes/plan").asText();
  }

  @Test
  void a_table_is_taken_and_both_services_show_it() {
    assertProblem(rig.get(service, "/reference"), 404, "no reference table");
    assertProblem(rig.get(service, "/reference/users/ann"), 404, "no reference table");
    HttpResponse<String> taken = upload("2025-11-20T10:30:00+01:00", ANN);
    assertThat(taken.statusCode()).isEqualTo(200);
    assertThat(taken.body()).isEqualTo("{\"message\":\"Reference table updated successfully\"}");
    String etag = taken.headers().firstValue("ETag").orElseThrow();
    for (EmbeddedServer each : List.of(service, other)) {
      HttpResponse<String> shown = rig.get(each, "/reference");
      assertThat(shown.headers().firstValue("ETag")).hasValue(etag);
      assertThat(shown.body())
          .isEqualTo("{\"ts\":\"2025-11-20T09:30:00Z\",\"version\":" + etag + ",\"count\":1}");
      assertThat(rig.get(each, "/reference/users/ann").body())
          .isEqualTo("{\"user_id\":\"ann\",\"attributes\":{\"plan\":\"pro\"}}");
      assertProblem(rig.get(each, "/reference/users/bob"), 404, "no such user");
    }
  }

  @Test
  void names_of_users_may_have_any_characters() {
    assertThat(upload(1, Map.of("a b/\u00e9?", Map.of("plan", "x"))).statusCode()).isEqualTo(200);
    assertThat(plan(service, "a%20b%2F%C3%A9%3F")).isEqualTo("x");
  }

  @Test
  void an_older_table_is_refused_and_an_equal_one_taken() {
    assertThat(upload(5000, ANN).statusCode()).isEqualTo(200);
    assertProblem(upload(4999, Map.of()), 409, "ts is older");
    String late = "{\"user_metadata\":{\"bob\":{}},\"ts\":4999}";
    assertProblem(rig.put(service, late), 409, "1970-01-01T00:00:05Z");
    assertThat(plan(service, "ann")).isEqualTo("pro");
    assertThat(upload(5000, Map.of("ann", Map.of("plan", "free"))).statusCode()).isEqualTo(200);
    assertThat(plan(service, "ann")).isEqualTo("free");
    assertThat(plan(other, "ann")).isEqualTo("free");
    assertThat(upload(5001, Map.of()).statusCode()).isEqualTo(200);
    assertThat(plan(other, "ann")).isEqualTo("unknown");
  }

  @Test
  void a_table_of_the_future_is_refused() {
    long now = System.currentTimeMillis();
    assertProblem(upload(now + 180_000, ANN), 400, "\"pointer\":\"/ts\"");
    assertThat(upload(now + 60_000, ANN).statusCode()).isEqualTo(200);
    assertThat(rig.get(service, "/reference").body())
        .contains(Instant.ofEpochMilli(now + 60_000).toString());
  }

  @Test
  void a_body_that_breaks_the_rules_changes_nothing() {
    assertThat(upload(1000, ANN).statusCode()).isEqualTo(200);
    String state = state();
    assertProblem(rig.put(service, "{}"), 400, "\"pointer\":\"/user_metadata\"");
    assertProblem(rig.put(service, ""), 400, "must be a JSON object");
    assertProblem(rig.put(service, "{\"ts\":2000,\"user_metadata\":{\"bob\":{}"), 400, "JSON");
    assertProblem(upload(2000, Map.of("bob", Map.of("level", "c"))), 400, "must be one of a, b");
    assertThat(state()).isEqualTo(state);
    assertThat(upload(2000, Map.of("bob", Map.of("level", "b"))).statusCode()).isEqualTo(200);
  }

  /** All keys, without the parts of replaced tables. */
  private static String state() {
    await().atMost(SOON).until(() -> rig.store.exists("ref:upload") == 0);
    return rig.store.keys("ref:*").stream().sorted().toList()
        + " "
        + new String(rig.store.hget("ref:current", "ver"), UTF_8);
  }

  @Test
  void a_body_over_the_bound_is_refused_whether_it_says_its_length_or_not() {
    String large = "{\"ts\":1,\"user_metadata\":{},\"x\":\"" + "y".repeat(2_000_000) + "\"}";
    assertProblem(rig.put(service, large), 413, "reference.max-bytes");
    HttpResponse<String> chunked =
        rig.send(
            rig.request(service, "/reference/users")
                .PUT(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(UTF_8))))
                .build());
    assertProblem(chunked, 413, "reference.max-bytes");
    assertThat(rig.store.keys("ref:*")).isEmpty();
    assertThat(rig.put(service, large.substring(0, 26) + "}").statusCode()).isEqualTo(200);
  }

  /** Sends the headers and the first bytes of an upload, and waits until it has the lease. */
  private static Socket begin(String start, int length) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.getPort());
    socket.setSoTimeout((int) SOON.toMillis());
    send(
        socket,
        "PUT /reference/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(length, start));
    await().atMost(SOON).until(() -> rig.store.exists("ref:upload") == 1);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  @Test
  void an_upload_that_breaks_off_changes_nothing_and_the_next_one_may_come() throws Exception {
    assertThat(upload(1000, ANN).statusCode()).isEqualTo(200);
    String state = state();
    try (Socket _ =
        begin("{\"ts\":2000,\"user_metadata\":{\"bob\":{\"plan\":\"free\"},", 100_000)) {
      HttpResponse<String> busy = upload(3000, Map.of());
      assertProblem(busy, 409, "another upload");
      assertThat(Integer.parseInt(busy.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1, 15);
      assertProblem(rig.put(other, table(3000, Map.of())), 409, "another upload");
    }
    assertThat(state()).isEqualTo(state);
    assertThat(plan(service, "ann")).isEqualTo("pro");
    await().atMost(SOON).until(() -> upload(3000, Map.of()).statusCode() == 200);
  }

  @Test
  void an_upload_that_lost_its_lease_to_another_does_not_replace_that_ones_table()
      throws Exception {
    assertThat(upload(1000, ANN).statusCode()).isEqualTo(200);
    String body = table(5000, Map.of("bob", Map.of("plan", "slow")));
    try (Socket slow = begin(body.substring(0, 10), body.length())) {
      rig.store.del("ref:upload"); // as if it ran out
      HttpResponse<String> quick = rig.put(other, table(4000, Map.of("bob", Map.of("plan", "q"))));
      assertThat(quick.statusCode()).isEqualTo(200);
      send(slow, body.substring(10));
      byte[] status = slow.getInputStream().readNBytes("HTTP/1.1 409".length());
      assertThat(new String(status, UTF_8)).isEqualTo("HTTP/1.1 409");
    }
    assertThat(plan(service, "bob")).isEqualTo("q");
  }

  @Test
  void a_condition_names_the_table_to_replace() {
    assertProblem(rig.put(service, table(1, ANN), "If-Match", "*"), 412, "If-Match");
    String first = upload(1, ANN).headers().firstValue("ETag").orElseThrow();
    String body = table(2, Map.of("bob", Map.of("plan", "a")));
    assertProblem(rig.put(service, body, "If-Match", "\"none\""), 412, "If-Match");
    assertThat(rig.put(other, body, "If-Match", "\"none\", " + first).statusCode()).isEqualTo(200);
    assertProblem(rig.put(service, body, "If-Match", first), 412, "If-Match");
    assertThat(plan(service, "ann")).isEqualTo("unknown");
    assertThat(plan(service, "bob")).isEqualTo("a");
    assertThat(rig.put(service, body, "If-Match", "*").statusCode()).isEqualTo(200);
  }

  @Test
  void of_twenty_conditional_uploads_at_once_one_is_taken() throws Exception {
    String etag = upload(1, ANN).headers().firstValue("ETag").orElseThrow();
    List<Callable<Integer>> uploads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String body = table(2, Map.of("u", Map.of("plan", "p" + i)));
      EmbeddedServer to = i % 2 == 0 ? service : other;
      uploads.add(() -> untilNotBusy(to, body, "If-Match", etag));
    }
    assertThat(all(uploads).stream().filter(status -> status == 200)).hasSize(1);
    assertThat(rig.store.exists("ref:upload")).isZero();
  }

  @Test
  void twenty_uploads_at_once_are_all_taken_one_after_the_other() throws Exception {
    List<Callable<Integer>> uploads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String body = table(7, Map.of("u", Map.of("plan", "p" + i)));
      EmbeddedServer to = i % 2 == 0 ? service : other;
      uploads.add(() -> untilNotBusy(to, body));
    }
    assertThat(all(uploads)).hasSize(20).containsOnly(200);
    assertThat(plan(service, "u")).isEqualTo(plan(other, "u")).startsWith("p");
    assertThat(rig.store.keys("ref:*").stream().filter(key -> rig.store.ttl(key) < 0))
        .hasSize(2)
        .contains("ref:current");
  }

  private static int untilNotBusy(EmbeddedServer to, String body, String... headers) {
    while (true) {
      HttpResponse<String> answer = rig.put(to, body, headers);
      if (answer.statusCode() != 409) {
        return answer.statusCode();
      }
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
  }

  private static <T> List<T> all(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(calls)) {
        results.add(each.get());
      }
      return results;
    }
  }

  /** Each answer fits one table exactly: all users of table n have the plan n. */
  @Test
  void no_answer_mixes_two_tables() throws Exception {
    long second = rig.now() - 1;
    for (int user = 0; user < 50; user++) {
      rig.event("u" + user, second);
    }
    assertThat(upload(1000, usersOf(0)).statusCode()).isEqualTo(200);
    List<Callable<Integer>> readers = new ArrayList<>();
    boolean[] done = {false};
    for (int i = 0; i < 20; i++) {
      EmbeddedServer from = i % 2 == 0 ? service : other;
      readers.add(() -> readUntil(done, from));
    }
    readers.add(
        () -> {
          for (int n = 1; n <= 200; n++) {
            assertThat(upload(1000 + n, usersOf(n)).statusCode()).isEqualTo(200);
          }
          done[0] = true;
          return 1;
        });
    assertThat(all(readers)).allMatch(answers -> answers > 0);
    assertThat(rig.metrics(other, 1000).get("unique_users").asInt()).isEqualTo(30);
  }

  private static Map<String, Map<String, String>> usersOf(int n) {
    Map<String, Map<String, String>> users = new HashMap<>();
    for (int user = 0; user < 10 + n % 30; user++) {
      users.put("u" + user, Map.of("plan", "p" + n, "region", "r" + n));
    }
    return users;
  }

  private static int readUntil(boolean[] done, EmbeddedServer from) {
    int answers = 0;
    int newest = 0;
    while (!done[0]) {
      JsonNode answer = rig.metrics(from, 1000);
      assertThat(answer.get("by_plan")).hasSize(1);
      int n = Integer.parseInt(answer.get("by_plan").fieldNames().next().substring(1));
      assertThat(n).isGreaterThanOrEqualTo(newest);
      newest = n;
      int known = 10 + n % 30;
      assertThat(answer.get("unique_users").asInt()).isEqualTo(known);
      assertThat(answer.get("unknown").asInt()).isEqualTo(50 - known);
      assertThat(answer.at("/by_plan/p" + n).asInt()).isEqualTo(known);
      assertThat(answer.at("/by_region/r" + n).asInt()).isEqualTo(known);
      answers++;
    }
    return answers;
  }

  @Test
  void the_parts_of_a_replaced_table_end_after_a_minute() {
    upload(1, ANN);
    String first = new String(rig.store.hget("ref:current", "ver"), UTF_8);
    upload(2, ANN);
    String second = new String(rig.store.hget("ref:current", "ver"), UTF_8);
    assertThat(rig.store.ttl("ref:" + first + ":0")).isBetween(1L, 60L);
    assertThat(rig.store.ttl("ref:" + second + ":0")).isEqualTo(-1);
    assertThat(rig.store.hgetall("ref:current")).hasSize(4);
  }

  @Test
  void a_table_whose_parts_are_gone_is_said_to_be_so() {
    upload(1, ANN);
    String version = new String(rig.store.hget("ref:current", "ver"), UTF_8);
    rig.store.del("ref:" + version + ":0");
    assertProblem(rig.get(other, "/metrics"), 503, "upload it again");
    assertProblem(rig.get(other, "/reference/users/ann"), 503, "upload it again");
    assertThat(upload(1, ANN).statusCode()).isEqualTo(200);
    assertThat(plan(other, "ann")).isEqualTo("pro");
  }

  @Test
  void a_redis_that_was_killed_keeps_the_table_and_while_it_is_away_all_get_503() {
    upload(1, ANN);
    rig.redis.kill();
    assertProblem(rig.get(service, "/metrics"), 503, "Redis");
    assertProblem(upload(2, ANN), 503, "");
    assertProblem(rig.get(service, "/reference"), 503, "Redis");
    await().atMost(SOON).until(() -> rig.get(service, "/health/readiness").statusCode() == 503);
    assertThat(rig.get(service, "/health/liveness").statusCode()).isEqualTo(200);
    rig.redis.restart();
    await().atMost(SOON).until(() -> rig.get(service, "/reference").statusCode() == 200);
    assertThat(plan(service, "ann")).isEqualTo("pro");
    await().atMost(SOON).until(() -> rig.get(other, "/reference").statusCode() == 200);
  }

  @Test
  void with_keys_only_their_holders_may_read_and_upload() {
    EmbeddedServer guarded = rig.service("http.api-keys", KEY_HASH);
    for (String path : List.of("/metrics", "/reference", "/reference/users/ann")) {
      assertProblem(rig.get(guarded, path), 401, "missing API key");
      assertProblem(rig.get(guarded, path, "X-API-Key", "no"), 401, "unknown");
    }
    for (int i = 0; i < 3; i++) { // the connection stays usable, although nobody reads the body
      assertProblem(rig.put(guarded, "x".repeat(5_000_000)), 401, "missing API key");
    }
    assertThat(rig.put(guarded, table(1, ANN), "X-API-Key", "key").statusCode()).isEqualTo(200);
    HttpResponse<String> user =
        rig.get(guarded, "/reference/users/ann", "Authorization", "Bearer key");
    assertThat(user.body()).contains("\"plan\":\"pro\"");
    assertThat(rig.get(guarded, "/metrics", "X-API-Key", "key").statusCode()).isEqualTo(200);
    assertThat(rig.get(guarded, "/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void without_keys_a_proxy_speaks_for_others() {
    assertProblem(
        rig.put(service, table(1, ANN), "X-Forwarded-For", "10.0.0.7"), 403, "set http.api-keys");
    assertThat(rig.get(service, "/metrics", "X-Forwarded-For", "10.0.0.7").statusCode())
        .isEqualTo(200);
    assertThat(rig.store.exists("ref:current")).isZero();
  }
}
