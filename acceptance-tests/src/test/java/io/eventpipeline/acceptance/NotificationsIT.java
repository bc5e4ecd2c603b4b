package io.eventpipeline.acceptance;

import static io.eventpipeline.contract.testing.TestEvent.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.eventpipeline.contract.testing.TestEvent;
import io.eventpipeline.testbed.fcm.FakeAnswer;
import io.eventpipeline.testbed.fcm.FakeFcm;
import io.eventpipeline.testbed.fcm.RecordedPush;
import io.eventpipeline.testbed.rig.OutboxView;
import io.eventpipeline.testbed.rig.Pipeline;
import io.eventpipeline.testbed.rig.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What becomes of notifications between {@code POST /events} and FCM. Everything is sent once,
 * before the first test, because the last retry comes after 15 s.
 */
class NotificationsIT {
  @RegisterExtension static final StartedServices STARTED = new StartedServices();

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final FakeAnswer UNAVAILABLE = FakeAnswer.error(503, "UNAVAILABLE");
  private static final FakeAnswer UNREGISTERED = FakeAnswer.error(404, "NOT_FOUND", "UNREGISTERED");
  private static final FakeAnswer TOO_MANY = FakeAnswer.error(429, "RESOURCE_EXHAUSTED");

  /** Requests with these answers are no failures: the worker sends the same again. */
  private static final Set<Integer> UNCOUNTED = Set.of(200, 401, 429);

  private static final List<String> OTHERS =
      IntStream.range(0, 20).mapToObj(i -> "other" + i).toList();

  private static final List<TestEvent> EVENTS = new ArrayList<>();
  private static Pipeline pipeline;
  private static FakeFcm fake;
  private static OutboxView outbox;

  @BeforeAll
  static void play() {
    pipeline =
        STARTED.start(
            Pipeline.named("notifications").withAgent().pushWorkers(1).notifyingOf("test.ok"));
    fake = pipeline.push().fake();
    outbox = STARTED.add(new OutboxView("redis://127.0.0.1:" + pipeline.wire().port()));
    refuseCredentialsAndQuotaOnce();
    failInEachWay();
    pipeline.redisView().awaitFinal(TestEvent.ids(EVENTS), SOON);
    pipeline.topic().awaitNoLag(SOON);
    outbox.awaitFinished(SOON);
  }

  private static void refuseCredentialsAndQuotaOnce() {
    send("amy");
    awaitPushes("amy", 1);
    fake.tokens().revokeAll();
    send("amy");
    awaitPushes("amy", 3);
    fake.script().next("quinn", TOO_MANY.retryAfter("1"));
    send("quinn");
    awaitPushes("quinn", 2);
  }

  private static void failInEachWay() {
    fake.script().always("dan", UNAVAILABLE);
    fake.script().next("kim", UNAVAILABLE.retryAfter("7"));
    fake.script().always("bad", FakeAnswer.badFields("message.notification.title"));
    fake.script().always("eve-old", UNREGISTERED);
    fake.script().always("gil-old", UNREGISTERED.after(Duration.ofSeconds(5)));
    outbox.addDevices("eve", "eve-old");
    outbox.setDevice("gil", "gil-old");
    List.of("dan", "kim", "bad", "eve").forEach(NotificationsIT::send);
    EVENTS.add(post("gil"));
    EVENTS.add(post("hal"));
    awaitPushes("dan", 1);
    OTHERS.forEach(NotificationsIT::send);
    awaitPushes("gil-old", 1);
    outbox.setDevice("gil", "gil-new"); // the fake has not answered yet
  }

  /** Sends an event of a user whose device has the user's name as its token. */
  private static void send(String user) {
    outbox.addDevices(user, user);
    EVENTS.add(post(user));
  }

  private static TestEvent post(String user) {
    TestEvent event = anEvent().of(user);
    assertThat(pipeline.api().send(event).status()).isEqualTo(202);
    return event;
  }

  private static void awaitPushes(String token, int count) {
    Waiting.until("pushes", SOON, () -> fake.pushes(token).size() >= count);
  }

  private static String noteOf(String user) {
    return EVENTS.stream().filter(e -> e.user().equals(user)).findFirst().orElseThrow().id() + "#1";
  }

  private static List<Instant> times(String token) {
    return fake.pushes(token).stream().map(RecordedPush::at).toList();
  }

  private static void assertWaited(String token, int from, Duration atLeast) {
    List<Instant> times = times(token);
    assertThat(Duration.between(times.get(from), times.get(from + 1)))
        .isGreaterThanOrEqualTo(atLeast);
  }

  @Test
  void after_three_retries_a_notification_is_given_up() {
    assertThat(times("dan")).hasSize(4);
    assertWaited("dan", 0, Duration.ofSeconds(1));
    assertWaited("dan", 1, Duration.ofSeconds(4));
    assertWaited("dan", 2, Duration.ofSeconds(10));
    assertThat(outbox.deadLetters())
        .filteredOn(dead -> noteOf("dan").equals(dead.get("id")))
        .singleElement()
        .satisfies(
            dead ->
                assertThat(dead)
                    .containsEntry("attempts", "4")
                    .containsEntry("error", "FCM answered 503 UNAVAILABLE"));
  }

  @Test
  void retries_of_one_user_hold_nobody_else() {
    Instant last = times("dan").getLast();
    for (String user : OTHERS) {
      assertThat(fake.pushes(user)).singleElement().matches(RecordedPush::isTaken);
      assertThat(times(user).getFirst()).isBefore(last);
    }
  }

  @Test
  void a_retry_comes_not_before_retry_after() {
    assertThat(fake.pushes("kim"))
        .extracting(RecordedPush::status, RecordedPush::collapseKey)
        .containsExactly(tuple(503, noteOf("kim")), tuple(200, noteOf("kim")));
    assertWaited("kim", 0, Duration.ofSeconds(7));
  }

  @Test
  void an_unregistered_token_is_deleted_and_no_other() {
    assertThat(fake.pushes("eve-old")).hasSize(1);
    assertThat(fake.pushes("eve")).singleElement().matches(RecordedPush::isTaken);
    assertThat(outbox.devices("eve")).containsExactly("eve");
  }

  @Test
  void a_token_that_was_written_meanwhile_survives() {
    assertThat(fake.pushes("gil-old")).hasSize(1);
    assertThat(outbox.device("gil")).isEqualTo("gil-new");
  }

  @Test
  void a_user_without_a_device_gets_nothing_and_nobody_else_gets_it() {
    String note = noteOf("hal");
    assertThat(outbox.marks(List.of(note))).containsEntry(note, "no-device");
    assertThat(fake.pushes())
        .noneMatch(RecordedPush::isTopic)
        .noneMatch(push -> push.collapseKey().equals(note));
  }

  @Test
  void counters_are_those_of_the_fake() {
    long refused =
        fake.pushes().stream().filter(push -> !UNCOUNTED.contains(push.status())).count();
    assertThat(fake.pushes()).extracting(RecordedPush::status).contains(400, 401, 404, 429, 503);
    assertThat(outbox.stats()).isEqualTo(Map.of("sent", "" + fake.taken(), "failed", "" + refused));
    JsonNode counts = pipeline.api().get("/api/metrics").json();
    assertThat(counts.path("sent").asLong()).isEqualTo(fake.taken());
    assertThat(counts.path("failed").asLong()).isEqualTo(refused);
    assertThat(counts.path("dlq").asLong()).isEqualTo(2);
    assertThat(counts.path("queue_size").asLong()).isZero();
    assertThat(outbox.deadLetters())
        .extracting(dead -> dead.get("id"))
        .containsExactlyInAnyOrder(noteOf("dan"), noteOf("bad"));
  }
}
