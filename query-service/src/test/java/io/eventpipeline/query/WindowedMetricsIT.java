package io.eventpipeline.query;

import static io.eventpipeline.query.QueryRig.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code GET /metrics} answers. */
class WindowedMetricsIT {
  @TempDir static Path dir;
  static QueryRig rig;
  static EmbeddedServer service;

  @BeforeAll
  static void start() {
    rig = new QueryRig(dir);
    service = rig.service();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void reset() {
    rig.store.flushall();
  }

  private static void upload(long ts, Map<String, Map<String, String>> users) {
    assertThat(rig.put(service, QueryRig.table(ts, users)).statusCode()).isEqualTo(200);
  }

  @Test
  void known_and_unknown_users_count() {
    upload(
        1000,
        Map.of(
            "ann", Map.of("plan", "pro", "region", "eu", "tier", "7"),
            "bob", Map.of("plan", "free", "region", "us"),
            "eve", Map.of("plan", "trial")));
    long now = rig.now();
    rig.event("ann", now - 5);
    rig.event("ann", now - 7);
    rig.event("bob", now - 5);
    rig.event("zoe", now - 6);
    HttpResponse<String> answer = rig.get(service, "/metrics?window=200");
    assertThat(answer.body())
        .isEqualTo(
            "{\"window_sec\":200,\"events_per_sec\":0.02,\"unique_users\":2,\"unknown\":1,"
                + "\"by_plan\":{\"free\":1,\"pro\":2,\"trial\":0},"
                + "\"by_region\":{\"eu\":2,\"us\":1},\"by_tier\":{\"7\":2,\"none\":1}}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void without_a_table_and_events_everything_is_empty() {
    assertThat(rig.get(service, "/metrics").body())
        .isEqualTo(
            "{\"window_sec\":300,\"events_per_sec\":0.0,\"unique_users\":0,\"unknown\":0,"
                + "\"by_plan\":{},\"by_region\":{}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1801",
        "abc",
        "1.5",
        "12abc",
        "",
        "+5",
        "%205",
        "5%20",
        "1e2",
        "0x10",
        "99999999999999999999",
        "5&window=6"
      })
  void a_wrong_window_is_refused_by_its_name(String window) {
    HttpResponse<String> answer = rig.get(service, "/metrics?window=" + window);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .contains("\"pointer\":\"/window\"", "a whole number of seconds from 1 to 1800");
  }

  @Test
  void the_longest_window_and_the_default_are_those_of_the_settings() {
    EmbeddedServer shorter = rig.service("window.retention", "60s");
    assertThat(rig.metrics(shorter, 60).get("window_sec").asInt()).isEqualTo(60);
    assertThat(rig.get(shorter, "/metrics").body()).startsWith("{\"window_sec\":60,");
    assertThat(rig.get(shorter, "/metrics?window=61").body()).contains("from 1 to 60");
    assertThat(rig.metrics(service, 1800).get("window_sec").asInt()).isEqualTo(1800);
    assertThat(rig.metrics(service, 1).get("window_sec").asInt()).isEqualTo(1);
  }

  private static long unknown(int window) {
    return rig.metrics(service, window).get("unknown").asLong();
  }

  @Test
  void late_events_count_in_their_own_second() {
    long now = rig.now();
    rig.event("ann", now - 100);
    assertThat(unknown(600)).isEqualTo(1);
    rig.event("bob", now - 300);
    rig.event("ann", now - 100);
    rig.event("eve", now - 200);
    assertThat(unknown(600)).isEqualTo(4);
    assertThat(unknown(150)).isEqualTo(2);
    assertThat(unknown(50)).isZero();
  }

  @Test
  void an_event_of_the_future_counts_once_its_second_comes() {
    long second = rig.now() + 4;
    rig.event("ann", second);
    await()
        .atMost(SOON)
        .until(
            () -> {
              long before = rig.now();
              long counted = unknown(100);
              long after = rig.now();
              if (after < second) {
                assertThat(counted).isZero();
              }
              if (before >= second) {
                assertThat(counted).isEqualTo(1);
              }
              return before >= second;
            });
  }

  @Test
  void a_window_ends_with_the_current_second_and_leaves_events_behind() {
    long second = rig.now();
    rig.event("ann", second);
    await()
        .atMost(SOON)
        .until(
            () -> {
              long before = rig.now();
              long counted = unknown(3);
              long after = rig.now();
              if (after <= second + 2) {
                assertThat(counted).isEqualTo(1);
              }
              if (before > second + 2) {
                assertThat(counted).isZero();
              }
              return before > second + 2;
            });
  }

  @Test
  void a_redis_that_forgot_everything_is_counted_anew() {
    upload(1000, Map.of("ann", Map.of("plan", "pro")));
    long second = rig.now() - 10;
    rig.event("ann", second);
    rig.event("bob", second);
    assertThat(unknown(100)).isEqualTo(1);
    rig.store.flushall();
    rig.event("bob", second);
    rig.event("bob", second);
    rig.event("eve", second);
    JsonNode answer = rig.metrics(service, 100);
    assertThat(answer.get("unknown").asInt()).isEqualTo(3);
    assertThat(answer.get("unique_users").asInt()).isZero();
    assertThat(answer.get("by_plan")).isEmpty();
  }

  @Test
  void a_second_that_redis_forgot_is_read_anew() {
    long second = rig.now() - 10;
    rig.event("a long name of a user", second);
    rig.event("ann", second - 1);
    assertThat(unknown(100)).isEqualTo(2);
    rig.store.del("win:" + second);
    assertThat(unknown(100)).isEqualTo(1);
    rig.event("ann", second);
    assertThat(unknown(100)).isEqualTo(2);
    rig.store.set("win:" + (second - 1), new byte[0]);
    assertThat(unknown(100)).isEqualTo(1);
  }

  @Test
  void a_redis_that_was_restarted_and_forgot_its_last_second_is_counted_anew() {
    long second = rig.now() - 10;
    rig.event("ann", second);
    rig.event("bob", second);
    assertThat(unknown(100)).isEqualTo(2);
    rig.killAndRestartRedis();
    // The end was lost, and the log has grown to its old length with other events.
    rig.store.del("win:" + second);
    rig.event("eve", second);
    rig.event("", second);
    rig.event("z", second);
    assertThat(rig.store.strlen("win:" + second)).isEqualTo(10);
    await().atMost(SOON).until(() -> rig.get(service, "/health/readiness").statusCode() == 200);
    await().atMost(SOON).until(() -> rig.get(service, "/metrics").statusCode() == 200);
    assertThat(unknown(100)).isEqualTo(3);
  }

  @Test
  void a_foreign_key_in_the_log_counts_nothing_and_stops_nothing() {
    long now = rig.now();
    rig.event("ann", now - 1);
    rig.store.lpush("win:" + (now - 2), "x".getBytes());
    rig.store.set("win:" + (now - 3), new byte[] {(byte) 255, (byte) 255, 1});
    assertThat(unknown(100)).isEqualTo(1);
    rig.event("ann", now - 1);
    assertThat(unknown(100)).isEqualTo(2);
  }

  @Test
  void a_log_larger_than_one_reply_is_read_whole() {
    long now = rig.now();
    byte[] entries = new byte[300_000 * 8];
    for (int i = 0; i < 300_000; i++) {
      System.arraycopy("\0\6user-x".getBytes(), 0, entries, i * 8, 8);
    }
    for (int i = 1; i <= 3; i++) {
      rig.store.set("win:" + (now - i), entries);
    }
    assertThat(unknown(1000)).isEqualTo(900_000);
  }

  @Test
  void other_paths_are_where_the_other_services_have_them() {
    assertThat(rig.get(service, "/healthz").body()).isEqualTo("{\"ok\":true}");
    assertThat(rig.get(service, "/health").statusCode()).isEqualTo(200);
    assertThat(rig.get(service, "/health/liveness").statusCode()).isEqualTo(200);
    assertThat(rig.get(service, "/prometheus").body()).contains("query_computed_total");
    HttpResponse<String> none = rig.get(service, "/metrics/jvm.memory.used");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.body()).contains("nothing at this path");
  }
}
