package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Events of a whole pipeline, counted by {@code GET /metrics}. Each test has a plan of its own in
 * the reference table, so that it counts its own events only.
 */
class WindowMetricsIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static Pipeline pipeline;
  private static long tables;
  private final String plan = Names.fresh("plan");
  private final String user = Names.fresh("u");

  @BeforeAll
  static void start() {
    pipeline = STARTED.start(Pipeline.named("window").withAgent().counting());
  }

  @BeforeEach
  void knowTheUser() {
    know(user);
  }

  private void know(String... users) {
    String members =
        List.of(users).stream()
            .map(each -> "\"%s\":{\"plan\":\"%s\"}".formatted(each, plan))
            .collect(Collectors.joining(","));
    long ts = System.currentTimeMillis() + ++tables; // each is newer than the one before
    HttpReply reply =
        pipeline
            .query()
            .put("/reference/users", "{\"user_metadata\":{%s},\"ts\":%d}".formatted(members, ts));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
  }

  private static JsonNode metrics(int window) {
    HttpReply reply = pipeline.query().get("/metrics?window=" + window);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    return reply.json();
  }

  /** How many events of the test's user are in the last half hour. */
  private int counted() {
    return metrics(1800).path("by_plan").path(plan).asInt(-1);
  }

  private void await(int count) {
    Waiting.until("%d events of %s".formatted(count, plan), SOON, () -> counted() == count);
  }

  private TestEvent happenedAt(long unixMs) {
    return anEvent().of(user).unordered().field("ts", unixMs);
  }

  private static void send(TestEvent event) {
    HttpReply reply = pipeline.api().send(event);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
  }

  private static void settle(List<TestEvent> events) {
    pipeline.redisView().awaitFinal(TestEvent.ids(events), SOON);
    pipeline.topic().awaitPassed(SOON);
  }

  @Test
  void known_users_count_by_their_attributes_and_unknown_ones_as_events() {
    int unknown = metrics(1800).path("unknown").asInt();
    String second = Names.fresh("u");
    know(user, second);
    List<TestEvent> events = new ArrayList<>();
    for (String each : List.of(user, user, second, "nobody", "nobody", "nobody")) {
      events.add(anEvent().of(each).unordered());
    }
    events.forEach(WindowMetricsIT::send);
    settle(events);
    await(3);
    JsonNode now = metrics(1800);
    assertThat(now.path("unique_users").asInt()).isEqualTo(2);
    assertThat(now.path("window_sec").asInt()).isEqualTo(1800);
    // Users of other tests are unknown now as well.
    assertThat(now.path("unknown").asInt()).isGreaterThanOrEqualTo(unknown + 3);
    int all = 3 + now.path("unknown").asInt();
    assertThat(now.path("events_per_sec").asDouble()).isEqualTo(all / 1800.0);
  }

  @Test
  void the_same_id_over_http_and_in_kafka_counts_once() {
    TestEvent event = anEvent().of(user).unordered();
    send(event);
    pipeline.topic().produce(event);
    send(event);
    pipeline.topic().produce(event);
    settle(List.of(event));
    await(1);
  }

  @Test
  void what_fails_counts_nowhere() {
    TestEvent fails = anEvent().of(user).unordered().failing();
    TestEvent passes = anEvent().of(user).unordered();
    send(fails);
    send(passes);
    settle(List.of(fails, passes));
    await(1);
  }

  @Test
  void a_time_within_two_minutes_is_taken_and_no_other() {
    long now = System.currentTimeMillis();
    List<TestEvent> taken = List.of(happenedAt(now - 110_000), happenedAt(now + 110_000));
    taken.forEach(WindowMetricsIT::send);
    assertThat(pipeline.api().send(happenedAt(now - 200_000)).status()).isEqualTo(400);
    assertThat(pipeline.api().send(happenedAt(now + 300_000)).status()).isEqualTo(400);
    settle(taken);
    await(1);
  }

  @Test
  void an_event_of_a_moment_to_come_is_counted_once_that_moment_is_there() {
    long due = System.currentTimeMillis() + 20_000;
    TestEvent event = happenedAt(due);
    send(event);
    settle(List.of(event));
    int count = counted();
    if (System.currentTimeMillis() < due - 1000) {
      assertThat(count).isZero();
    }
    await(1);
    assertThat(System.currentTimeMillis()).isGreaterThan(due - 1000);
  }

  @Test
  void the_order_of_arrival_does_not_matter() {
    long now = System.currentTimeMillis();
    List<TestEvent> events = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      events.add(happenedAt(now - 2000L * i));
    }
    Collections.shuffle(events, new Random(5));
    events.forEach(WindowMetricsIT::send);
    settle(events);
    await(50);
    // The test may take a while: a window that ends now holds those that are young enough.
    int window = 60;
    JsonNode before = metrics(window);
    assertThat(before.path("by_plan").path(plan).asInt()).isBetween(0, 31);
  }

  @Test
  void a_wrong_window_is_refused_by_its_name_and_none_is_five_minutes() {
    for (String wrong : List.of("0", "-1", "1801", "abc", "1.5", "12abc", "")) {
      HttpReply reply = pipeline.query().get("/metrics?window=" + wrong);
      assertThat(reply.status()).as(wrong).isEqualTo(400);
      assertThat(reply.contentType()).isEqualTo("application/problem+json");
      assertThat(reply.toString().toLowerCase(Locale.ROOT)).contains("window");
    }
    HttpReply reply = pipeline.query().get("/metrics");
    assertThat(reply.json().path("window_sec").asInt()).isEqualTo(300);
  }

  @Test
  void every_value_of_the_table_is_listed_also_with_no_event() {
    assertThat(counted()).isZero();
    assertThat(metrics(300).path("by_region").isObject()).isTrue();
  }
}
