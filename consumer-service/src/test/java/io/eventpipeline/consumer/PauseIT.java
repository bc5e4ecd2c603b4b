package io.eventpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.contract.Unavailable;
import io.eventpipeline.runtime.pause.PauseScripts;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pausing users of a running consumer, and seeing why they wait. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PauseIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MAX_EVENTS = 200;
  private static final int MAX_SPAN = 1000;

  /** The first event of a user whose handler takes as long as the test wants. */
  private static final int FIRST_HELD = 11;

  /** Fails or takes its time as the type says. */
  @Singleton
  @Requires(property = "spec.name", value = "PauseIT")
  static final class Typed implements EventHandler {
    final CountDownLatch open = new CountDownLatch(1);
    volatile boolean away = true;

    @Override
    public Set<String> types() {
      return Set.of("t", "slow", "failing", "away");
    }

    @Override
    public void handle(Event event) throws Exception {
      switch (event.type()) {
        case "slow" -> {
          if (event.seqOrZero() >= FIRST_HELD) {
            open.await();
          }
        }
        case "failing" -> throw new IllegalStateException("fails");
        case "away" -> {
          if (away) {
            throw new Unavailable("its database is away");
          }
        }
        default -> {}
      }
    }
  }

  private final Backends backends = new Backends();
  private final RedisCommands<String, String> store = backends.store;
  private ApplicationContext context;

  @BeforeEach
  void start() {
    Map<String, Object> all =
        new HashMap<>(
            backends.properties(
                Map.of(
                    "spec.name", "PauseIT",
                    "topic.partitions", "1",
                    "order.gap-timeout", "1m",
                    "order.max-unfinished-events", Integer.toString(MAX_EVENTS),
                    "pause.max-log-span", Integer.toString(MAX_SPAN),
                    "retry.first", "5s",
                    "retry.cap", "5s",
                    "kafka.max.poll.records", "50")));
    context = ApplicationContext.builder().properties(all).start();
    context.getBean(EmbeddedServer.class).start();
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @AfterAll
  void end() {
    backends.close();
  }

  private void send(String user, long seq, String type) {
    String json =
        "{\"id\":\"%s\",\"userId\":\"%s\",\"type\":\"%s\",\"payload\":{\"seq\":%d}}"
            .formatted(id(user, seq), user, type, seq);
    backends.producer.send(
        new ProducerRecord<>("events", 0, null, json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String id(String user, long seq) {
    return user + "-" + seq;
  }

  private long pause(String user, Duration time) {
    return store.<Long>eval(
        PauseScripts.PAUSE.source(),
        ScriptOutputType.INTEGER,
        new String[] {"paused", "pause:" + user},
        user,
        Long.toString(time.toMillis()),
        "test",
        "",
        Integer.toString(PauseScripts.MOST_PAUSED));
  }

  private void resume(String user) {
    assertThat(
            store.<Long>eval(
                PauseScripts.UNPAUSE.source(),
                ScriptOutputType.INTEGER,
                new String[] {"paused", "pause:" + user},
                user,
                "",
                "test"))
        .isEqualTo(1);
  }

  private void awaitPaused(int users) {
    await().atMost(SOON).until(() -> meter("consumer.paused.users") == users);
  }

  private void awaitOrder(String user, long last) {
    List<String> all = LongStream.rangeClosed(1, last).mapToObj(Long::toString).toList();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(store.lrange("order:" + user, 0, -1)).isEqualTo(all));
  }

  private long done(String user) {
    return store.llen("order:" + user);
  }

  private double meter(String name, String... tags) {
    MeterRegistry meters = context.getBean(MeterRegistry.class);
    Meter found = meters.find(name).tags(tags).meter();
    return found == null ? Double.NaN : found.measure().iterator().next().getValue();
  }

  private Map<String, String> lanes() {
    return store.hgetall("lanes:events:0");
  }

  @Test
  void nothing_of_a_paused_user_becomes_final_while_others_go_on() {
    for (int seq = 1; seq <= 40; seq++) {
      send("ann", seq, "slow");
      send("users", seq, "slow");
      send("list", seq, "slow");
    }
    await().atMost(SOON).until(() -> done("ann") == 10 && done("list") == 10);
    pause("ann", Duration.ofHours(1));
    pause("list", Duration.ofHours(1));
    await().atMost(SOON).until(() -> meter("consumer.lanes.waiting", "why", "paused") == 2);
    context.getBean(Typed.class).open.countDown();

    awaitOrder("users", 40);
    for (int seq = 1; seq <= 100; seq++) {
      send("bob", seq, "t");
    }
    awaitOrder("bob", 100);
    await().atMost(SOON).until(() -> store.keys("inflight:*").isEmpty());
    awaitOrder("ann", FIRST_HELD); // the one at work, and no other
    awaitOrder("list", FIRST_HELD);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(lanes().get("ann"))
                    .startsWith("{\"why\":\"paused\",\"since\":")
                    .contains("until"));
    assertThat(meter("consumer.paused.users")).isEqualTo(2);
    assertThat(done("ann")).isEqualTo(FIRST_HELD);

    resume("ann");
    awaitOrder("ann", 40);
    assertThat(done("list")).isEqualTo(FIRST_HELD);
    resume("list");
    awaitOrder("list", 40);
    await().atMost(SOON).until(() -> lanes().isEmpty());
  }

  @Test
  void a_pause_holds_over_a_restart_and_ends_by_itself() {
    pause("cid", Duration.ofHours(1));
    awaitPaused(1);
    send("cid", 1, "t");
    await().atMost(SOON).until(() -> meter("consumer.lanes.waiting", "why", "paused") == 1);
    stop();
    start();
    send("dee", 1, "t");
    awaitOrder("dee", 1);
    await().atMost(SOON).until(() -> meter("consumer.lanes.waiting", "why", "paused") == 1);
    assertThat(store.exists("event:cid-1", "inflight:cid-1")).isZero();
    pause("cid", Duration.ofSeconds(1));
    awaitOrder("cid", 1);
  }

  @Test
  void a_paused_user_that_fills_half_of_the_memory_goes_on() {
    pause("eve", Duration.ofHours(1));
    awaitPaused(1);
    IntStream.rangeClosed(1, 3 * MAX_EVENTS).forEach(seq -> send("eve", seq, "t"));
    send("fay", 1, "t");
    awaitOrder("fay", 1);
    awaitOrder("eve", 3 * MAX_EVENTS);
    assertThat(store.hget("pause:eve", "ended")).startsWith("bound: its events fill");
    assertThat(store.zcard("paused")).isZero();
    await().atMost(SOON).until(() -> meter("consumer.pauses.ended", "bound", "memory") == 1);
  }

  @Test
  void a_paused_user_whose_first_event_is_too_far_back_goes_on() {
    pause("gil", Duration.ofHours(1));
    awaitPaused(1);
    send("gil", 1, "t");
    IntStream.rangeClosed(1, 2 * MAX_SPAN).forEach(seq -> send("hal", seq, "t"));
    awaitOrder("hal", 2 * MAX_SPAN);
    awaitOrder("gil", 1);
    assertThat(store.hget("pause:gil", "ended")).startsWith("bound: its first event");
    await().atMost(SOON).until(() -> meter("consumer.pauses.ended", "bound", "log_span") == 1);
  }

  @Test
  void a_redis_that_forgot_a_pause_lets_its_user_run_on() {
    pause("ida", Duration.ofHours(1));
    awaitPaused(1);
    send("ida", 1, "t");
    await().atMost(SOON).until(() -> meter("consumer.lanes.waiting", "why", "paused") == 1);
    store.flushall();
    awaitOrder("ida", 1);
  }

  @Test
  void a_foreign_key_lets_all_users_run_and_is_reported() throws Exception {
    store.set("paused", "foreign");
    await().atMost(SOON).until(() -> health().contains("nobody can be paused"));
    send("jan", 1, "t");
    awaitOrder("jan", 1);
    store.del("paused");
    await().atMost(SOON).until(() -> !health().contains("nobody can be paused"));
  }

  private String health() throws Exception {
    var uri = context.getBean(EmbeddedServer.class).getURI().resolve("/health");
    try (var body = uri.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void operators_see_who_waits_and_for_what() {
    send("kim", 2, "t");
    send("lea", 1, "failing");
    send("mia", 1, "away");
    store.set("inflight:ned-1", "elsewhere:0 99 7 1");
    send("ned", 1, "t");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(lanes().get("kim")).contains("\"why\":\"gap\"", "\"seq\":1,\"lowest\":2");
              assertThat(lanes().get("lea"))
                  .contains("\"why\":\"retry\"", "\"event\":\"lea-1\",\"attempt\":1,\"of\":3")
                  .contains("\"errorClass\":\"java.lang.IllegalStateException\"");
              assertThat(lanes().get("mia"))
                  .contains("\"why\":\"unavailable\"", "\"times\":1")
                  .contains("\"errorClass\":\"io.eventpipeline.contract.Unavailable\"");
              assertThat(lanes().get("ned"))
                  .contains("\"why\":\"lease\"", "\"heldBy\":\"elsewhere:0 99 7 1\"");
            });
    assertThat(lanes().get("kim")).contains("\"waiting\":1,\"first\":");
    assertThat(meter("consumer.longest.wait.seconds")).isPositive();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(store.keys("consumer:*"))
                    .anySatisfy(
                        key ->
                            assertThat(store.hgetall(key))
                                .containsEntry("partitions", "0")
                                .containsKeys("lag", "inFlight", "version", "process")));
    store.del("inflight:ned-1");
    awaitOrder("ned", 1);
    send("kim", 1, "t");
    awaitOrder("kim", 2);
    context.getBean(Typed.class).away = false;
    awaitOrder("mia", 1);
    await().atMost(SOON).until(() -> store.exists("dlq:lea-1") == 1);
  }
}
