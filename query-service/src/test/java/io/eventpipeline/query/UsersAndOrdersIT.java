package io.eventpipeline.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.local.LocalPostgres;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code GET /users/{id}} and {@code GET /orders/{id}} answer. */
class UsersAndOrdersIT {
  /** SHA-256 of {@code key}. */
  private static final String KEY_HASH =
      "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";

  private static final String NOON = "2026-11-20T12:00:00Z";

  @TempDir static Path dir;
  static QueryRig rig;
  static ShopTables tables;
  static EmbeddedServer service;

  @BeforeAll
  static void start() {
    rig = new QueryRig(dir.resolve("redis"));
    tables = new ShopTables(dir.resolve("postgres")).migrated();
    service = rig.service(tables.settings());
  }

  @AfterAll
  static void stop() {
    rig.close();
    tables.close();
  }

  @BeforeEach
  void reset() {
    tables.run("TRUNCATE users, orders, payments");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String part) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status, part);
  }

  @Test
  void a_user_with_orders() {
    tables.user("ann", "Ann", "2026-11-20T10:00:00.123+01:00");
    tables.order("o-1", "ann", "30.75", "2026-11-20T10:00:00.123Z");
    tables.order("o-2", "ann", "30", "2026-11-20T11:00:00Z");
    tables.order("o-3", "bob", "1", NOON);
    HttpResponse<String> answer = rig.get(service, "/users/ann");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"user\":{\"userId\":\"ann\",\"email\":\"Ann@example.com\",\"name\":\"Ann\","
                + "\"createdAt\":\"2026-11-20T09:00:00.123Z\"},\"recentOrders\":["
                + "{\"orderId\":\"o-2\",\"userId\":\"ann\",\"amount\":30.00,"
                + "\"status\":\"placed\",\"placedAt\":\"2026-11-20T11:00:00.000Z\"},"
                + "{\"orderId\":\"o-1\",\"userId\":\"ann\",\"amount\":30.75,"
                + "\"status\":\"placed\",\"placedAt\":\"2026-11-20T10:00:00.123Z\"}]}");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void a_user_without_orders_and_with_empty_texts() {
    tables.run("INSERT INTO users VALUES ('ann', '', '', '2026-11-20 12:00:00+00', 'e')");
    assertThat(rig.get(service, "/users/ann").body())
        .isEqualTo(
            "{\"user\":{\"userId\":\"ann\",\"email\":\"\",\"name\":\"\","
                + "\"createdAt\":\"2026-11-20T12:00:00.000Z\"},\"recentOrders\":[]}");
  }

  @Test
  void an_order_with_and_without_a_payment() {
    tables.order("o-1", "ann", "30.75", NOON);
    String order =
        "{\"order\":{\"orderId\":\"o-1\",\"userId\":\"ann\",\"amount\":30.75,"
            + "\"status\":\"placed\",\"placedAt\":\"2026-11-20T12:00:00.000Z\"},\"payment\":";
    assertThat(rig.get(service, "/orders/o-1").body()).isEqualTo(order + "null}");
    tables.payment("p-1", "o-1", "30.75", "2026-11-20T12:00:01.001Z");
    tables.payment("p-2", "o-2", "1", "2026-11-20T13:00:00Z");
    assertThat(rig.get(service, "/orders/o-1").body())
        .isEqualTo(
            order
                + "{\"paymentId\":\"p-1\",\"amount\":30.75,\"status\":\"settled\","
                + "\"settledAt\":\"2026-11-20T12:00:01.001Z\"}}");
  }

  @Test
  void the_newest_payment_is_shown_and_of_the_same_time_that_with_the_higher_id() {
    tables.order("o-1", "ann", "30.75", NOON);
    tables.payment("p-9", "o-1", "1", "2026-11-20T12:00:01Z");
    tables.payment("p-2", "o-1", "2", "2026-11-20T12:00:02Z");
    tables.payment("p-3", "o-1", "3", "2026-11-20T12:00:02Z");
    assertThat(QueryRig.json(rig.get(service, "/orders/o-1")).at("/payment/paymentId").asText())
        .isEqualTo("p-3");
  }

  /** Times meet often; the model sorts by time and then by id, both downwards. */
  @Test
  void five_orders_newest_first_as_the_model_says() {
    Random random = new Random();
    for (int round = 0; round < 40; round++) {
      String user = "u" + round;
      tables.user(user, "n", NOON);
      List<String[]> orders = new ArrayList<>();
      for (int i = random.nextInt(12); i > 0; i--) {
        String id = "o" + round + "-" + (char) ('A' + random.nextInt(58)) + i;
        String time = "2026-11-20T12:00:0" + random.nextInt(3) + "Z";
        tables.order(id, user, "1", time);
        orders.add(new String[] {time, id});
      }
      Comparator<String[]> byTimeAndId =
          Comparator.<String[], String>comparing(order -> order[0])
              .thenComparing(order -> order[1])
              .reversed();
      List<String> expected =
          orders.stream().sorted(byTimeAndId).limit(5).map(order -> order[1]).toList();
      assertThat(recent(user)).isEqualTo(expected).isEqualTo(recent(user));
    }
  }

  private static List<String> recent(String user) {
    return QueryRig.json(rig.get(service, "/users/" + user))
        .get("recentOrders")
        .findValuesAsText("orderId");
  }

  @Test
  void unknown_ids_are_not_found_and_a_user_may_come_after_the_orders() {
    tables.order("o-1", "ann", "1", NOON);
    assertProblem(rig.get(service, "/users/ann"), 404, "no such user");
    assertProblem(rig.get(service, "/users/o-1"), 404, "no such user");
    assertProblem(rig.get(service, "/orders/ann"), 404, "no such order");
    assertProblem(rig.get(service, "/users"), 404, "nothing at this path");
    assertProblem(rig.get(service, "/users/ann/orders"), 404, "nothing at this path");
    tables.user("ann", "Ann", NOON);
    assertThat(recent("ann")).containsExactly("o-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b/\u00e9?", "%", "a+b", "..%2f", "\ud83d\ude00", "' OR ''='", "\\", "\t"})
  void ids_may_have_any_characters(String id) {
    String path = URLEncoder.encode(id, UTF_8).replace("+", "%20");
    assertProblem(rig.get(service, "/users/" + path), 404, "no such user");
    tables.user(id, "Ann", NOON);
    tables.order(id, id, "1", NOON);
    assertThat(QueryRig.json(rig.get(service, "/users/" + path)).at("/user/userId").asText())
        .isEqualTo(id);
    assertThat(QueryRig.json(rig.get(service, "/orders/" + path)).at("/order/orderId").asText())
        .isEqualTo(id);
  }

  @Test
  void an_id_that_no_row_can_have_is_refused_by_its_name() {
    for (String path : List.of("/users/", "/orders/")) {
      assertProblem(rig.get(service, path + "a%00b"), 400, "\"pointer\":\"/id\"");
      assertProblem(rig.get(service, path + "x".repeat(257)), 400, "at most 256 characters");
      assertProblem(rig.get(service, path + "x".repeat(256)), 404, "no such");
      assertProblem(rig.get(service, path + "%F0%9F%98%80".repeat(256)), 404, "no such");
      assertProblem(rig.get(service, path + "%FF%FE"), 404, "no such");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.00", "0.10", "-1.50", "999999999999999.99", "-999999999999999.99"})
  void amounts_are_numbers_with_two_decimals(String amount) {
    tables.order("o-1", "ann", amount, NOON);
    assertThat(rig.get(service, "/orders/o-1").body()).contains("\"amount\":" + amount + ",");
  }

  @Test
  void a_user_and_the_orders_are_of_one_moment() throws Exception {
    tables.user("ann", "0", NOON);
    tables.order("o-1", "ann", "0", NOON);
    tables.order("o-2", "ann", "0", NOON);
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection owner = tables.connect(LocalPostgres.USER)) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(threads.submit(() -> readUntil(done)));
      }
      try {
        owner.setAutoCommit(false);
        for (int n = 1; n <= 300; n++) {
          ShopTables.run(owner, "UPDATE users SET name = ?", "" + n);
          ShopTables.run(owner, "UPDATE orders SET amount = ?", n);
          owner.commit();
        }
      } finally {
        done.set(true);
      }
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
  }

  private static int readUntil(AtomicBoolean done) {
    int reads = 0;
    do {
      JsonNode answer = QueryRig.json(rig.get(service, "/users/ann"));
      int name = answer.at("/user/name").asInt();
      assertThat(answer.at("/recentOrders/0/amount").asInt()).isEqualTo(name);
      assertThat(answer.at("/recentOrders/1/amount").asInt()).isEqualTo(name);
      reads++;
    } while (!done.get());
    return reads;
  }

  @Test
  void the_account_may_only_read() throws Exception {
    try (Connection reader = tables.connect(LocalPostgres.READER)) {
      for (String sql :
          List.of("INSERT INTO users VALUES ('a', '', '', now(), 'e')", "TRUNCATE orders")) {
        assertThatThrownBy(() -> ShopTables.run(reader, sql))
            .hasMessageContaining("permission denied");
      }
    }
  }

  @Test
  void with_keys_only_their_holders_may_read() {
    tables.user("ann", "Ann", NOON);
    EmbeddedServer guarded = rig.service(tables.settings("http.api-keys", KEY_HASH));
    assertProblem(rig.get(guarded, "/users/ann"), 401, "missing API key");
    assertProblem(rig.get(guarded, "/orders/o-1", "X-API-Key", "no"), 401, "unknown");
    assertThat(rig.get(guarded, "/users/ann", "X-API-Key", "key").statusCode()).isEqualTo(200);
  }

  @Test
  void without_a_database_the_paths_are_unknown_and_metrics_work() {
    EmbeddedServer without = rig.service();
    assertProblem(rig.get(without, "/users/ann"), 404, "nothing at this path");
    assertProblem(rig.get(without, "/orders/o-1"), 404, "nothing at this path");
    assertThat(rig.get(without, "/metrics").statusCode()).isEqualTo(200);
    assertThat(rig.get(without, "/health").body()).doesNotContain("sql");
    assertThat(rig.get(without, "/prometheus").body()).doesNotContain("query_sql_up ");
  }
}
