package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static io.eventpipeline.contract.testing.TestEvent.ids;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.rig.EventsTopic;
import io.eventpipeline.testbed.rig.HttpReply;
import io.eventpipeline.testbed.rig.Names;
import io.eventpipeline.testbed.rig.OwnTime;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.RunLog;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promises while nothing breaks. All tests share one pipeline; each has its own users. */
class GuaranteesIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static Pipeline pipeline;

  @BeforeAll
  static void start() {
    pipeline =
        STARTED.start(Pipeline.named("guarantees").withAgent().consumer("ORDER_GAP_TIMEOUT", "2s"));
  }

  private static List<String> oneTo(long n) {
    return LongStream.rangeClosed(1, n).mapToObj(Long::toString).toList();
  }

  @Test
  void load_fifty_thousand_events_are_final_within_thirty_seconds() throws Exception {
    List<String> users = Names.fresh("load", 5000);
    List<TestEvent> events =
        IntStream.range(0, 50_000).mapToObj(i -> anEvent().of(users.get(i % 5000))).toList();
    OwnTime time = new OwnTime();
    long begun = System.nanoTime();
    sendInBatches(events);
    pipeline.redisView().awaitFinal(ids(events), SOON);
    Duration own = time.passed();
    System.out.printf(
        "load: 50,000 events final after %.1f s, %.1f s of them our own%n",
        (System.nanoTime() - begun) / 1e9, own.toMillis() / 1e3);
    assertThat(own).isLessThan(Duration.ofSeconds(30));
    assertProcessedOnce(events);
    pipeline.topic().awaitNoLag(SOON);
    assertThat(pipeline.redisView().keys("inflight:load*")).isEmpty();
    assertThat(pipeline.runs().notRunOnce(ids(events))).isEmpty();
  }

  private static void sendInBatches(List<TestEvent> events) throws Exception {
    try (ExecutorService senders = Executors.newFixedThreadPool(20)) {
      List<Future<HttpReply>> replies = new ArrayList<>();
      for (int from = 0; from < events.size(); from += 500) {
        List<TestEvent> batch = events.subList(from, from + 500);
        replies.add(senders.submit(() -> pipeline.api().sendBatch(batch)));
      }
      for (Future<HttpReply> reply : replies) {
        assertThat(reply.get().results("status")).hasSize(500).containsOnly("accepted");
      }
    }
  }

  private static void assertProcessedOnce(List<TestEvent> events) {
    Map<String, Map<String, String>> states = pipeline.redisView().events(ids(events));
    for (TestEvent event : events) {
      Map<String, String> state = states.get(event.id());
      assertThat(state)
          .containsEntry("status", "processed")
          .containsEntry("attempts", "1")
          .containsEntry("userId", event.user())
          .containsEntry("type", "test.ok")
          .doesNotContainKeys("error", "seq");
      assertThat(Long.parseLong(state.get("processedAt"))).isPositive();
    }
    assertThat(pipeline.redisView().withoutDedup(ids(events))).isEmpty();
  }

  @Test
  void idempotency_the_same_id_again_has_no_effect() {
    String user = Names.fresh("idem");
    TestEvent event = anEvent().of(user);
    assertThat(pipeline.api().send(event).status()).isEqualTo(202);
    pipeline.redisView().awaitFinal(List.of(event.id()), SOON);
    Map<String, String> before = pipeline.redisView().event(event.id());
    assertThat(pipeline.api().send(event).status()).isEqualTo(202);
    TestEvent twin = anEvent().of(user);
    pipeline.topic().produce(List.of(event, twin, twin, event, twin));
    pipeline.topic().awaitPassed(SOON);
    assertThat(pipeline.redisView().event(event.id())).isEqualTo(before);
    assertThat(pipeline.runs().starts(event.id())).isEqualTo(1);
    assertThat(pipeline.runs().starts(twin.id())).isEqualTo(1);
  }

  @Test
  void idempotency_twenty_requests_with_one_key_are_one_event_that_runs_once() throws Exception {
    String body =
        "{\"userId\":\"%s\",\"type\":\"test.ok\",\"payload\":{},\"idempotencyKey\":\"k\"}"
            .formatted(Names.fresh("key"));
    List<String> statuses = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    try (ExecutorService senders = Executors.newFixedThreadPool(20)) {
      List<Future<HttpReply>> answers =
          IntStream.range(0, 20)
              .mapToObj(i -> senders.submit(() -> pipeline.api().postJson("/events", body)))
              .toList();
      for (Future<HttpReply> answer : answers) {
        statuses.add(answer.get().json().path("status").asText());
        ids.add(answer.get().json().path("eventId").asText());
      }
    }
    assertThat(statuses).containsOnlyOnce("accepted").containsOnly("accepted", "duplicate");
    assertThat(ids).containsOnly(ids.getFirst());
    pipeline.redisView().awaitFinal(ids, SOON);
    pipeline.topic().awaitPassed(SOON);
    assertThat(pipeline.runs().starts(ids.getFirst())).isEqualTo(1);
  }

  @Test
  void cloud_events_come_out_in_the_order_of_their_sequence_and_the_api_tells_so() {
    String user = Names.fresh("cloud");
    for (int sequence : new int[] {2, 1}) {
      String event =
          "{\"specversion\":\"1.0\",\"id\":\"%s-%d\",\"source\":\"/t\",\"type\":\"test.ok\","
              + "\"partitionkey\":\"%s\",\"sequence\":\"%d\",\"data\":{}}";
      HttpReply answer =
          pipeline
              .api()
              .post(
                  "/events",
                  "application/cloudevents+json",
                  event.formatted(user, sequence, user, sequence).getBytes(UTF_8));
      assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    }
    pipeline.redisView().awaitFinal(List.of(user + "-1", user + "-2"), SOON);
    assertThat(pipeline.redisView().order(user)).containsExactly("1", "2");
    HttpReply told = pipeline.api().get("/events/" + user + "-2");
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.json().path("status").asText()).isEqualTo("processed");
    assertThat(told.json().path("seq").asLong()).isEqualTo(2);
    assertThat(told.json().path("attempts").asInt()).isEqualTo(1);
  }

  @Test
  void idempotency_one_id_under_two_users_has_one_effect_and_holds_nobody_up() {
    String ann = Names.fresh("ann");
    String bob = Names.fresh("bob");
    TestEvent first = anEvent().of(ann).seq(1);
    List<TestEvent> events =
        List.of(
            first,
            anEvent().of(bob).id(first.id()).seq(1),
            anEvent().of(bob).seq(2),
            anEvent().of(ann).seq(2));
    pipeline.topic().produce(events);
    pipeline.redisView().awaitFinal(ids(events), SOON);
    pipeline.topic().awaitPassed(SOON);
    assertThat(pipeline.runs().starts(first.id())).isEqualTo(1);
    List<String> both = new ArrayList<>(pipeline.redisView().order(ann));
    both.addAll(pipeline.redisView().order(bob));
    assertThat(both).containsExactlyInAnyOrder("1", "2", "2");
  }

  @Test
  void order_permutations_with_duplicates_come_out_in_order() {
    long seed = System.nanoTime();
    System.out.println("order: seed " + seed);
    Random random = new Random(seed);
    List<String> viaHttp = Names.fresh("http", 40);
    List<String> viaKafka = Names.fresh("kafka", 160);
    List<TestEvent> httpEvents = shuffled(viaHttp, 25, random);
    List<TestEvent> kafkaEvents = shuffled(viaKafka, 100, random);
    for (int from = 0; from < httpEvents.size(); from += 100) {
      List<TestEvent> batch = httpEvents.subList(from, Math.min(httpEvents.size(), from + 100));
      assertThat(pipeline.api().sendBatch(batch).results("status")).containsOnly("accepted");
    }
    pipeline.topic().produce(kafkaEvents);
    pipeline.redisView().awaitFinal(ids(httpEvents), SOON);
    pipeline.redisView().awaitFinal(ids(kafkaEvents), SOON);
    pipeline
        .redisView()
        .orders(viaHttp)
        .forEach((user, order) -> assertThat(order).as(user).isEqualTo(oneTo(25)));
    pipeline
        .redisView()
        .orders(viaKafka)
        .forEach((user, order) -> assertThat(order).as(user).isEqualTo(oneTo(100)));
    pipeline.topic().awaitPassed(SOON);
    assertThat(pipeline.runs().notRunOnce(ids(kafkaEvents))).isEmpty();
    assertThat(pipeline.runs().overlaps(viaKafka)).isEmpty();
  }

  /** Shuffles the events of all users, some of them twice. */
  private static List<TestEvent> shuffled(List<String> users, int each, Random random) {
    List<TestEvent> all = new ArrayList<>();
    for (String user : users) {
      List<TestEvent> events = TestEvent.sequence(user, 1, each);
      all.addAll(events);
      all.addAll(events.subList(0, each / 10));
    }
    Collections.shuffle(all, random);
    return all;
  }

  @Test
  void order_a_missing_seq_is_given_up_without_traffic_and_a_late_one_is_skipped() {
    String user = Names.fresh("gap");
    TestEvent first = anEvent().of(user).seq(1);
    TestEvent third = anEvent().of(user).seq(3);
    long begun = System.nanoTime();
    pipeline.topic().produce(List.of(first, third));
    pipeline.redisView().awaitFinal(List.of(third.id()), SOON);
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf("gap: of 2 s given up after %.2f s%n", seconds);
    assertThat(seconds).isGreaterThan(1.9);
    TestEvent second = anEvent().of(user).seq(2);
    pipeline.api().send(second);
    pipeline.redisView().awaitFinal(List.of(second.id()), SOON);
    assertThat(pipeline.redisView().event(second.id()))
        .containsEntry("status", "skipped")
        .containsEntry("attempts", "0")
        .containsEntry("seq", "2");
    TestEvent again = anEvent().of(user).seq(3);
    pipeline.api().send(again);
    pipeline.redisView().awaitFinal(List.of(again.id()), SOON);
    assertThat(pipeline.redisView().event(again.id())).containsEntry("status", "skipped");
    assertThat(pipeline.redisView().order(user)).containsExactly("1", "3");
    assertThat(pipeline.runs().starts(second.id())).isZero();
  }

  @Test
  void retry_three_runs_with_backoff_then_the_dead_letter_queue_and_the_user_goes_on() {
    int partition = 3;
    List<String> users = EventsTopic.usersIn(partition, 2);
    TestEvent failing = anEvent().of(users.get(0)).seq(1).failing();
    TestEvent next = anEvent().of(users.get(0)).seq(2);
    List<TestEvent> others = TestEvent.sequence(users.get(1), 1, 5);
    List<TestEvent> all = new ArrayList<>(List.of(failing, next));
    all.addAll(others);
    RecordMetadata place = pipeline.topic().produce(all).getFirst();
    pipeline.redisView().awaitFinal(ids(all), SOON);
    long failedAt = processedAt(failing);
    assertThat(others)
        .as("another user does not wait for the retries before it")
        .allSatisfy(other -> assertThat(processedAt(other)).isLessThan(failedAt));
    assertThreeRunsWithBackoff(failing);
    assertThat(pipeline.redisView().event(failing.id()))
        .containsEntry("status", "failed")
        .containsEntry("attempts", "3")
        .containsEntry("error", "java.lang.IllegalStateException: payload.fail of " + failing.id());
    assertDeadLetter(failing, partition, place.offset());
    assertThat(pipeline.redisView().order(users.get(0))).containsExactly("2");
  }

  private static void assertThreeRunsWithBackoff(TestEvent failing) {
    List<Long> starts =
        pipeline.runs().of(failing.id()).stream()
            .filter(RunLog.Line::isStart)
            .map(RunLog.Line::at)
            .toList();
    assertThat(starts).hasSize(3);
    assertThat(starts.get(1) - starts.get(0)).isGreaterThanOrEqualTo(155L);
    assertThat(starts.get(2) - starts.get(1)).isGreaterThanOrEqualTo(315L);
  }

  private static void assertDeadLetter(TestEvent failing, int partition, long offset) {
    assertThat(pipeline.redisView().timesInDeadLetterList(failing.id())).isEqualTo(1);
    Map<String, String> dead = pipeline.redisView().deadLetter(failing.id());
    assertThat(dead)
        .containsEntry("eventId", failing.id())
        .containsEntry("userId", failing.user())
        .containsEntry("type", "test.fail")
        .containsEntry("seq", "1")
        .containsEntry("encoding", "utf8")
        .containsEntry("attempts", "3")
        .containsEntry("errorClass", "java.lang.IllegalStateException")
        .containsEntry("topic", "events")
        .containsEntry("partition", Integer.toString(partition))
        .containsEntry("offset", Long.toString(offset))
        .containsKeys("error", "queuedAt");
    assertThat(dead.get("payload"))
        .contains("\"id\":\"" + failing.id() + "\"")
        .contains("\"fail\":true");
    assertThat(dead.get("stackTrace")).contains("RecordingHandler");
  }

  private static long processedAt(TestEvent event) {
    return Long.parseLong(pipeline.redisView().event(event.id()).get("processedAt"));
  }

  @Test
  void retry_some_errors_are_not_retried_and_some_spend_no_attempt() {
    TestEvent hopeless = anEvent().of(Names.fresh("u")).type("test.final");
    TestEvent away = anEvent().of(Names.fresh("u")).type("test.unavailable").with("times", 4);
    TestEvent unknown = anEvent().of(Names.fresh("u")).type("nobody.takes.this");
    pipeline.topic().produce(List.of(hopeless, away, unknown));
    pipeline.redisView().awaitFinal(ids(List.of(hopeless, away, unknown)), SOON);
    assertThat(pipeline.redisView().event(hopeless.id()))
        .containsEntry("status", "failed")
        .containsEntry("attempts", "1");
    assertThat(pipeline.redisView().event(away.id()))
        .containsEntry("status", "processed")
        .containsEntry("attempts", "1");
    assertThat(pipeline.runs().starts(away.id())).isEqualTo(5);
    assertThat(pipeline.redisView().deadLetter(unknown.id()))
        .containsEntry("errorClass", "NoHandler");
  }

  @Test
  void rate_limit_a_batch_gets_a_hundred_permits_and_its_tail_is_refused() {
    String user = Names.fresh("limit");
    HttpReply answer = pipeline.api().sendBatch(TestEvent.sequence(user, 1, 150));
    assertThat(answer.status()).isEqualTo(202);
    List<String> statuses = answer.results("status");
    assertThat(statuses.subList(0, 100)).containsOnly("accepted");
    assertThat(statuses.subList(100, 150)).containsOnly("rate_limited");
    HttpReply refused = refused();
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    long wait = Long.parseLong(refused.header("Retry-After"));
    assertThat(wait).isBetween(1L, 2L);
    Waiting.letPass(Duration.ofSeconds(wait));
    assertThat(pipeline.api().send(anEvent().of(user)).status()).isEqualTo(202);
  }

  /** The refusal of a user whose permits are taken. Tries again if the window passed meanwhile. */
  private static HttpReply refused() {
    for (int i = 0; ; i++) {
      String user = Names.fresh("full");
      pipeline.api().sendBatch(TestEvent.sequence(user, 1, 100));
      HttpReply answer = pipeline.api().send(anEvent().of(user));
      if (answer.status() == 429 || i == 100) {
        assertThat(answer.status()).isEqualTo(429);
        return answer;
      }
    }
  }

  @Test
  void rate_limit_no_sliding_second_takes_more_than_a_hundred() throws Exception {
    // By the limiter's own clock. A permit that was not seen weakens the test but cannot fail it.
    List<Double> moments = flood(Names.fresh("flood")).values().stream().sorted().toList();
    for (int i = 0; i + 100 < moments.size(); i++) {
      assertThat(moments.get(i + 100) - moments.get(i))
          .as("from %d on", i)
          .isGreaterThanOrEqualTo(1000);
    }
  }

  /** Sends without pause and returns the permits that were taken in about four windows. */
  private static Map<String, Double> flood(String user) {
    Map<String, Double> taken = new HashMap<>();
    AtomicBoolean enough = new AtomicBoolean();
    try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        senders.submit(() -> sendUntil(enough, user));
      }
      try {
        Waiting.until(
            "four windows to be full",
            SOON,
            () -> {
              taken.putAll(pipeline.redisView().permitsTaken(user));
              return taken.size() > 400;
            });
      } finally {
        enough.set(true);
      }
    }
    return taken;
  }

  private static void sendUntil(AtomicBoolean enough, String user) {
    while (!enough.get()) {
      pipeline.api().sendBatch(Collections.nCopies(7, anEvent().of(user)));
    }
  }

  @Test
  void text_of_a_client_cannot_forge_a_log_line() {
    String forged = "00:00:00.000 ERROR Ledger all is lost";
    TestEvent event =
        anEvent().of(Names.fresh("u")).type("nobody\n" + forged + "\u001B[2J\u2028" + forged);
    pipeline.api().send(event);
    pipeline.redisView().awaitFinal(ids(List.of(event)), SOON);
    Path log = pipeline.consumer(0).log();
    Waiting.until("a line", SOON, () -> read(log).contains(event.id()));
    assertThat(read(log)).contains("nobody\\n" + forged + "\\u001b[2J\\u2028" + forged);
    assertThat(read(log).split("\\R")).noneMatch(line -> line.startsWith(forged));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void poison_records_end_in_the_dead_letter_queue_with_their_bytes() {
    Map<String, byte[]> bad = new HashMap<>();
    for (byte[] value : poison()) {
      RecordMetadata place = pipeline.topic().produceRaw(5, null, value);
      bad.put("poison~events~5~" + place.offset(), value);
    }
    RecordMetadata none = pipeline.topic().produceRaw(5, "k".getBytes(UTF_8), null);
    bad.put("poison~events~5~" + none.offset(), new byte[0]);
    TestEvent good = anEvent().of(EventsTopic.usersIn(5, 1).getFirst());
    pipeline.topic().produce(good);
    pipeline.redisView().awaitFinal(bad.keySet(), SOON);
    pipeline.redisView().awaitFinal(List.of(good.id()), SOON);
    bad.forEach(GuaranteesIT::assertKept);
    pipeline.topic().awaitPassed(SOON);
  }

  private static List<byte[]> poison() {
    TestEvent event = anEvent().id("p1").of("u").type("t");
    return List.of(
        new byte[] {(byte) 0xff, 0, 1},
        "not json".getBytes(UTF_8),
        event.withoutId().recordBytes(),
        event.id("list").recordBytes(),
        event.id("p~1").recordBytes(),
        event.payload("{\"seq\":1.5}").recordBytes(),
        event.of(" ").recordBytes(),
        event.payload("[]").recordBytes());
  }

  private static void assertKept(String id, byte[] value) {
    assertThat(pipeline.redisView().event(id))
        .containsEntry("status", "failed")
        .containsEntry("attempts", "0");
    assertThat(pipeline.redisView().timesInDeadLetterList(id)).isEqualTo(1);
    Map<String, String> dead = pipeline.redisView().deadLetter(id);
    byte[] kept =
        dead.get("encoding").equals("base64")
            ? Base64.getDecoder().decode(dead.get("payload"))
            : dead.get("payload").getBytes(UTF_8);
    assertThat(kept).isEqualTo(value);
    assertThat(dead.get("error")).isNotBlank();
  }

  @Test
  void a_seq_far_ahead_of_a_known_user_fails_and_the_stream_goes_on() {
    String user = Names.fresh("far");
    TestEvent wrong = anEvent().of(user).seq(9_000_000_000L);
    List<TestEvent> events = List.of(anEvent().of(user).seq(1), wrong, anEvent().of(user).seq(2));
    for (TestEvent event : events) {
      pipeline.topic().produce(event);
      pipeline.redisView().awaitFinal(List.of(event.id()), SOON);
    }
    assertThat(pipeline.redisView().deadLetter(wrong.id()))
        .containsEntry("errorClass", "SeqTooFarAhead");
    assertThat(pipeline.redisView().order(user)).containsExactly("1", "2");
  }
}
