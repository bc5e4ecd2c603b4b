package io.eventpipeline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.SqlEvent;
import io.eventpipeline.testbed.rig.SqlRows;
import io.eventpipeline.testbed.rig.SqlTable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Typed events of a whole pipeline with two consumers, the rows that they leave, and the queries.
 */
class ProjectionsIT {
  private static final Duration LATER = Duration.ofMinutes(10);

  /** Events of the two consumers; {@code -Dprojections.events=100000} sends more. */
  private static final int MANY = Integer.getInteger("projections.events", 10_000);

  private static final long NOON = 1_790_000_000_000L;

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static Pipeline pipeline;
  private final String user = Names.fresh("u");

  @BeforeAll
  static void start() {
    pipeline = STARTED.start(Pipeline.named("projections").withAgent().projecting().consumers(2));
  }

  private static void post(SqlEvent... events) {
    HttpReply reply = pipeline.api().sendTyped(List.of(events));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
    assertThat(reply.results("status")).as(reply.toString()).containsOnly("accepted");
  }

  private static void settle(List<SqlEvent> events) {
    pipeline.topic().awaitPassed(LATER);
    assertThat(pipeline.redisView().notFinal(SqlEvent.ids(events))).isEmpty();
  }

  private static JsonNode get(String path) {
    HttpReply reply = pipeline.query().get(path);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    return reply.json();
  }

  /** The rows of these events' keys must be those that the events leave. */
  private static void assertRows(List<SqlEvent> events) {
    SqlRows found = pipeline.sql().rows();
    SqlRows wanted = SqlRows.after(events);
    for (SqlTable table : SqlTable.values()) {
      assertThat(found.of(table)).as(table.table()).containsAllEntriesOf(wanted.of(table));
    }
  }

  private static List<String> deadLettersOf(List<SqlEvent> events) {
    List<String> dead = new ArrayList<>(pipeline.redisView().deadLetters());
    dead.retainAll(SqlEvent.ids(events));
    return dead;
  }

  @Test
  void two_consumers_that_start_at_once_migrate_an_empty_database_once() {
    assertThat(
            pipeline.sql().number("SELECT count(*) FROM flyway_schema_history WHERE version = '1'"))
        .isEqualTo(1);
    assertThat(pipeline.sql().number("SELECT count(*) FROM flyway_schema_history WHERE success"))
        .isEqualTo(pipeline.sql().number("SELECT count(*) FROM flyway_schema_history"));
  }

  @Test
  void the_same_event_six_times_is_one_row_that_stays() {
    SqlEvent event = SqlEvent.order(Names.fresh("o"), user);
    post(event);
    settle(List.of(event));
    assertRows(List.of(event));

    pipeline.topic().produceTyped(Collections.nCopies(3, event));
    post(event);
    post(event);
    settle(List.of(event));

    assertRows(List.of(event));
    assertThat(
            pipeline
                .sql()
                .number("SELECT count(*) FROM orders WHERE user_id = '%s'".formatted(user)))
        .isEqualTo(1);
    assertThat(deadLettersOf(List.of(event))).isEmpty();
  }

  @Test
  void a_user_is_shown_with_the_five_newest_orders() {
    List<SqlEvent> events = new ArrayList<>();
    events.add(SqlEvent.user(user).at(NOON));
    for (int i = 0; i < 8; i++) { // o2 to o4 tie, and so do o5 to o7
      events.add(SqlEvent.order(user + "-o" + i, user).at(NOON + (i + 1) / 3 * 1000));
    }
    Collections.shuffle(events, new Random(1));
    pipeline.topic().produceTyped(events);
    settle(events);

    JsonNode shown = get("/users/" + user);
    assertThat(shown.path("user").path("email").asText()).isEqualTo(user + "@example.com");
    assertThat(shown.path("user").path("createdAt").asText()).isEqualTo("2026-09-21T14:13:20.000Z");
    assertThat(shown.path("recentOrders").findValuesAsText("orderId"))
        .containsExactly(
            Stream.of("7", "6", "5", "4", "3").map(o -> user + "-o" + o).toArray(String[]::new));
    JsonNode order = shown.path("recentOrders").get(0);
    assertThat(order.path("amount").isNumber()).isTrue();
    assertThat(order.path("amount").decimalValue()).isEqualByComparingTo(new BigDecimal("30.75"));
    assertThat(get("/users/" + user)).isEqualTo(shown);
  }

  @Test
  void an_order_is_shown_with_its_newest_payment() {
    String order = Names.fresh("o");
    List<SqlEvent> events =
        List.of(
            SqlEvent.payment(order + "-p1", order).at(NOON + 2).with("amount", "12.5"),
            SqlEvent.payment(order + "-p2", order).at(NOON + 1),
            SqlEvent.order(order, user).at(NOON));
    pipeline.topic().produceTyped(events);
    settle(events);

    JsonNode shown = get("/orders/" + order);
    assertThat(shown.path("order").path("userId").asText()).isEqualTo(user);
    assertThat(shown.path("payment").path("paymentId").asText()).isEqualTo(order + "-p1");
    assertThat(shown.path("payment").path("amount").decimalValue())
        .isEqualByComparingTo(new BigDecimal("12.50"));
    assertThat(pipeline.query().get("/orders/nobody-ordered-this").status()).isEqualTo(404);
  }

  @Test
  void of_505_events_exactly_the_bad_ones_are_dead_letters() {
    List<SqlEvent> good = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      good.add(SqlEvent.order(user + "-o" + i, user));
    }
    SqlEvent first = SqlEvent.order(Names.fresh("bad"), user);
    List<SqlEvent> bad =
        List.of(
            first.id(Names.fresh("s")).with("status", "a\u0000b"),
            first.id(Names.fresh("s")).with("amount", "abc"),
            first.id(Names.fresh("s")).with("amount", new BigDecimal("30.755")),
            first.id(Names.fresh("s")).without("status"),
            first.id(Names.fresh("s")).with("orderId", "o".repeat(400)));
    List<SqlEvent> all = new ArrayList<>(good);
    IntStream.range(0, bad.size()).forEach(i -> all.add(100 * i, bad.get(i)));
    pipeline.topic().produceTyped(all);
    settle(all);

    assertThat(deadLettersOf(all)).containsExactlyInAnyOrderElementsOf(SqlEvent.ids(bad));
    assertThat(pipeline.redisView().deadLetters(SqlEvent.ids(bad)).values())
        .allSatisfy(letter -> assertThat(letter.get("errorClass")).endsWith("NonRetryable"))
        .extracting(letter -> letter.get("error"))
        .satisfiesExactly(
            error -> assertThat(error).contains("/status"),
            error -> assertThat(error).contains("/amount"),
            error -> assertThat(error).contains("/amount"),
            error -> assertThat(error).contains("/status"),
            error -> assertThat(error).contains("/orderId"));
    assertRows(good);
    assertThat(
            pipeline
                .sql()
                .number("SELECT count(*) FROM orders WHERE user_id = '%s'".formatted(user)))
        .isEqualTo(500);
  }

  /** Orders change by events of several users, so both consumers write the same rows. */
  @Test
  void two_consumers_that_write_the_same_rows_leave_the_newest_events() {
    Random random = new Random(1);
    List<String> skus = Names.fresh("sku", 100);
    List<String> users = Names.fresh("u", 20);
    List<String> orders = Names.fresh("o", 50);
    List<SqlEvent> events = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      SqlEvent event =
          random.nextBoolean()
              ? SqlEvent.stock(skus.get(random.nextInt(100)), random.nextLong())
              : SqlEvent.order(orders.get(random.nextInt(50)), users.get(random.nextInt(20)))
                  .with("amount", BigDecimal.valueOf(random.nextInt(100_000), 2));
      events.add(event.at(NOON + random.nextInt(MANY)));
    }
    pipeline.topic().produceTyped(events);
    settle(events);

    assertThat(pipeline.topic().workingMembers()).hasSize(2);
    assertThat(deadLettersOf(events)).isEmpty();
    assertRows(events);
  }
}
