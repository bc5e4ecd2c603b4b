package io.eventpipeline.consumer.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.Bounds;
import io.eventpipeline.consumer.order.ClaimCode;
import io.eventpipeline.consumer.order.ClaimedRun;
import io.eventpipeline.consumer.order.ErrorClass;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.Lanes;
import io.eventpipeline.consumer.order.NextSeq;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Quarantine;
import io.eventpipeline.consumer.order.Step;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.consumer.retry.RetryPolicy;
import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.EmittingHandler;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.contract.NonRetryable;
import io.eventpipeline.contract.Parsed;
import io.eventpipeline.contract.Unavailable;
import io.eventpipeline.contract.forms.EventReader;
import io.eventpipeline.runtime.observe.LogRecorder;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.retry.RetrySchedule;
import io.eventpipeline.runtime.schema.PayloadSchemas;
import io.eventpipeline.runtime.schema.SchemaSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

class HandlerRunTest {
  private static final Meters<ConsumerMetric> METERS =
      new Meters<>(new SimpleMeterRegistry(), ConsumerMetric.class);
  private static final HandlerWatch WATCH = new HandlerWatch(METERS, null, 3);

  private interface Code {
    void run(Event event) throws Exception;
  }

  private record Of(Set<String> types, Code code) implements EventHandler {
    @Override
    public void handle(Event event) throws Exception {
      code.run(event);
    }
  }

  private static HandlerRunner runner(Duration timeout, Code code) {
    return runner(timeout, code, null);
  }

  private static HandlerRunner runner(Duration timeout, Code code, @Nullable Path schemas) {
    return runner(timeout, new Of(Set.of("t"), code), schemas);
  }

  private static HandlerRunner runner(
      Duration timeout, EventHandler handler, @Nullable Path schemas) {
    Handlers handlers = new Handlers(List.of(handler), Set.of());
    RetrySchedule schedule =
        new RetrySchedule.Exponential(3, Duration.ofMillis(1), Duration.ofMillis(1));
    return new HandlerRunner(
        handlers,
        new PayloadSchemas(new SchemaSettings(schemas == null ? "" : schemas.toString())),
        new RetryPolicy(schedule),
        new HandlerSettings(timeout, List.of()),
        METERS,
        null);
  }

  /** A claimed run of {@code count} events of one lane, as the loop would have it. */
  private static ClaimedRun run(Lanes lanes, String type, int count) {
    for (int i = 1; i <= count; i++) {
      byte[] value =
          "{\"id\":\"e%d\",\"userId\":\"u\",\"type\":\"%s\",\"payload\":{}}"
              .formatted(i, type)
              .getBytes(StandardCharsets.UTF_8);
      if (EventReader.event(value, 1) instanceof Parsed.Valid<Event>(Event event)) {
        lanes.add(PendingEvent.of(new PendingEvent.Record(i, value, 1), event));
      }
    }
    Step.Claim claim = (Step.Claim) lanes.next();
    assertThat(claim).isNotNull();
    lanes.applyClaim(claim, Collections.nCopies(count, ClaimCode.LEASED), NextSeq.FIRST);
    return ((Step.Handle) lanes.next()).run();
  }

  private static Lanes lanes() {
    return new Lanes(Bounds.of(Duration.ofSeconds(5), 1000), new Quarantine(), entry -> {});
  }

  private static PendingEvent after(HandlerRunner runner, String type) {
    ClaimedRun run = run(lanes(), type, 1);
    new HandlerRun(runner, run, WATCH, () -> {}).run();
    return run.entry(0);
  }

  @Test
  void what_a_handler_logs_is_of_its_event() {
    Lanes lanes = lanes();
    AtomicReference<Map<String, String>> seen = new AtomicReference<>();
    HandlerRunner runner =
        runner(Duration.ofSeconds(9), event -> seen.set(MDC.getCopyOfContextMap()));
    ClaimedRun run = run(lanes, "t", 1);
    new HandlerRun(runner, run, WATCH, () -> {}).run();
    assertThat(seen.get())
        .isEqualTo(
            Map.of(
                "event_id", "e1", "user_id", "u", "partition", "3", "offset", "1", "attempt", "1"));
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void what_a_handler_left_in_the_log_context_is_not_of_the_next_event() {
    AtomicReference<Map<String, String>> seen = new AtomicReference<>();
    HandlerRunner runner =
        runner(
            Duration.ofSeconds(9),
            event -> {
              seen.set(MDC.getCopyOfContextMap());
              MDC.put("order", event.id());
            });
    new HandlerRun(runner, run(lanes(), "t", 2), WATCH, () -> {}).run();
    assertThat(seen.get()).containsEntry("event_id", "e2").doesNotContainKey("order");
  }

  @Test
  void a_payload_that_breaks_its_schema_fails_before_its_handler_runs(@TempDir Path schemas)
      throws IOException {
    Files.writeString(schemas.resolve("t.json"), "{\"required\":[\"amount\"]}");
    AtomicReference<Event> seen = new AtomicReference<>();

    PendingEvent entry = after(runner(Duration.ofSeconds(9), seen::set, schemas), "t");

    assertThat(seen).hasNullValue();
    assertThat(entry.verdict())
        .isEqualTo(
            new Verdict.Failed(
                0,
                Failure.of(
                    ErrorClass.INVALID_EVENT,
                    "/payload/amount required property 'amount' not found"),
                true));
  }

  @Test
  void an_error_is_a_failed_attempt_and_ends_no_thread() {
    PendingEvent entry =
        after(
            runner(
                Duration.ofSeconds(9),
                e -> {
                  throw new StackOverflowError();
                }),
            "t");
    assertThat(entry.verdict()).isNull();
    assertThat(entry.attempts()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_retried_fails_at_once() {
    PendingEvent entry =
        after(
            runner(
                Duration.ofSeconds(9),
                e -> {
                  throw new NonRetryable("no");
                }),
            "t");
    assertThat(entry.verdict())
        .isInstanceOfSatisfying(Verdict.Failed.class, f -> assertThat(f.attempts()).isEqualTo(1));
  }

  @Test
  void what_is_away_spends_no_attempt() {
    PendingEvent entry =
        after(
            runner(
                Duration.ofSeconds(9),
                e -> {
                  throw new Unavailable("later");
                }),
            "t");
    assertThat(entry.verdict()).isNull();
    assertThat(entry.attempts()).isZero();
    assertThat(entry.postponements()).isEqualTo(1);
  }

  @Test
  void a_type_that_nobody_takes_fails_without_an_attempt() {
    PendingEvent entry = after(runner(Duration.ofSeconds(9), e -> {}), "other");
    assertThat(entry.verdict())
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            f -> {
              assertThat(f.failure().errorClass()).isEqualTo("NoHandler");
              assertThat(f.attempts()).isZero();
            });
  }

  @Test
  void a_handler_over_its_time_is_interrupted_and_held_until_it_has_returned() throws Exception {
    Stubborn handler = new Stubborn();
    CountDownLatch stopped = new CountDownLatch(1);
    ClaimedRun run = run(lanes(), "t", 1);
    HandlerRun handlerRun =
        runner(Duration.ofMillis(50), handler).start(run, WATCH, stopped::countDown);
    assertThat(handler.entered.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(handlerRun.interruptIfOver(System.nanoTime())).isFalse();
    try (LogRecorder log = LogRecorder.of(InterruptibleCall.class)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> handlerRun.interruptIfOver(System.nanoTime()));
      assertThat(log.lines().getFirst().getMDCPropertyMap()).containsEntry("event_id", "e1");
    }
    await().atMost(Duration.ofMinutes(1)).untilTrue(handler.interrupted);
    assertThat(stopped.getCount()).as("it still holds its lane").isEqualTo(1);
    handler.mayReturn.countDown();
    assertThat(stopped.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(run.entry(0).attempts()).isEqualTo(1);
    assertThat(run.entry(0).verdict()).isNull();
    assertThat(handlerRun.interruptIfOver(System.nanoTime())).isFalse();
  }

  /** Waits for an interrupt, and then goes on. */
  private static final class Stubborn implements Code {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch mayReturn = new CountDownLatch(1);
    final AtomicBoolean interrupted = new AtomicBoolean();

    @Override
    public void run(Event event) throws Exception {
      entered.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        interrupted.set(true);
      }
      mayReturn.await();
    }
  }

  @Test
  void a_cancelled_run_stops_after_the_event_at_hand() {
    Lanes lanes = lanes();
    ClaimedRun run = run(lanes, "t", 3);
    new HandlerRun(runner(Duration.ofSeconds(9), event -> lanes.close()), run, WATCH, () -> {})
        .run();
    assertThat(run.handled()).isEqualTo(1);
  }

  private record Emits(Set<String> types, List<Emission> emissions) implements EmittingHandler {
    @Override
    public List<Emission> run(Event event) {
      return emissions;
    }
  }

  private static Verdict verdictOf(List<Emission> emissions) {
    EventHandler handler = new Emits(Set.of("t"), emissions);
    Verdict verdict = after(runner(Duration.ofSeconds(5), handler, null), "t").verdict();
    assertThat(verdict).isNotNull();
    return verdict;
  }

  @Test
  void what_a_handler_emits_belongs_to_its_verdict() {
    Emission own = new Emission("push", "{\"title\":\"Hi\",\"data\":{\"a\":\"b\"}}");
    Emission foreign = new Emission("push", "{\"userId\":\"bob\",\"title\":\"Hi\"}");
    assertThat(verdictOf(List.of(own, foreign)))
        .isEqualTo(
            new Verdict.Processed(
                1,
                List.of(
                    new Emission(
                        "push",
                        "{\"eventId\":\"e1\",\"userId\":\"u\",\"type\":\"t\",\"title\":\"Hi\","
                            + "\"data\":{\"a\":\"b\"}}"),
                    new Emission(
                        "push",
                        "{\"eventId\":\"e1\",\"userId\":\"bob\",\"type\":\"t\",\"title\":\"Hi\"}"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mail | {\"title\":\"Hi\"}             | emission 1: there is no channel 'mail'",
        "push | {\"body\":\"Hi\"}              | emission 1: /title is required",
        "push | {\"title\":\" \"}              | emission 1: /title must not be blank",
        "push | {\"title\":1}                  | emission 1: /title must be a string",
        "push | {\"title\":\"Hi\",\"data\":3}  | emission 1: /data must be an object of texts",
        "push | {\"title\":\"Hi\",\"x\":3}     | emission 1: /x is unknown",
        "push | {\"title\":\"Hi\",\"expiresAt\":\"now\"} | emission 1: /expiresAt must be a time",
        "push | {\"title\":                    | emission 1:",
      })
  void an_emission_that_cannot_be_sent_fails_its_event(String channel, String json, String why) {
    assertFails(List.of(new Emission(channel, json)), why);
  }

  @Test
  void too_many_emissions_fail_their_event() {
    Emission one = new Emission("push", "{\"title\":\"Hi\"}");
    Emission long1 = new Emission("push", "{\"title\":\"" + "x".repeat(4_000) + "\"}");
    Emission longer = new Emission("push", "{\"title\":\"" + "x".repeat(4_090) + "\"}");
    assertFails(Collections.nCopies(17, one), "there are 17, and at most 16 may be");
    assertFails(Collections.nCopies(5, long1), "they have 20060 bytes, at most 16384");
    assertFails(List.of(longer), "emission 1 has 4102 bytes, at most 4096");
  }

  private static void assertFails(List<Emission> emissions, String why) {
    assertThat(verdictOf(emissions))
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            failed -> {
              assertThat(failed.attempts()).isEqualTo(1);
              assertThat(failed.failure().errorClass()).isEqualTo("BadEmission");
              assertThat(failed.failure().error()).contains(why);
            });
  }
}
