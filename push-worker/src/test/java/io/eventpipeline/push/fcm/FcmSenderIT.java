package io.eventpipeline.push.fcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eventpipeline.push.PushSettings;
import io.eventpipeline.push.send.PushMessage;
import io.eventpipeline.push.send.PushSender;
import io.eventpipeline.push.send.Recipient;
import io.eventpipeline.push.send.SendResult;
import io.eventpipeline.push.send.SendResult.BadPayload;
import io.eventpipeline.push.send.SendResult.BadToken;
import io.eventpipeline.push.send.SendResult.Failed;
import io.eventpipeline.push.send.SendResult.Forbidden;
import io.eventpipeline.push.send.SendResult.QuotaExceeded;
import io.eventpipeline.push.send.SendResult.Sent;
import io.eventpipeline.push.send.SendResult.Unauthorized;
import io.eventpipeline.push.send.SendResult.Unregistered;
import io.eventpipeline.runtime.config.Durations;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.testbed.fcm.FakeAnswer;
import io.eventpipeline.testbed.fcm.FakeFcm;
import io.eventpipeline.testbed.fcm.RecordedPush;
import io.eventpipeline.testbed.fcm.ServiceAccount;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The sender against the fake: its own HTTP, Google's library, and real bytes between. */
@Timeout(60)
class FcmSenderIT {
  private static final ServiceAccount ACCOUNT = ServiceAccount.make("shop");
  private static final Duration PLENTY = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String TOKEN =
      "{\"access_token\":\"late\",\"expires_in\":3599,\"token_type\":\"Bearer\"}";

  private final FakeFcm fake = FakeFcm.start(0);

  @AfterEach
  void stop() {
    fake.close();
  }

  private PushSender sender(String dryRun, Duration timeout) {
    FirebaseSettings firebase =
        new FirebaseSettings(
            "shop", ACCOUNT.clientEmail(), new Secret(ACCOUNT.pem().replace("\n", "\\n")), "");
    return sender(new FcmSettings(dryRun, fake.baseUrl(), fake.tokenUri()), firebase, timeout);
  }

  private static PushSender sender(FcmSettings fcm, FirebaseSettings firebase, Duration timeout) {
    PushSettings push = new PushSettings(new Durations(List.of(Duration.ofSeconds(1))), timeout, 1);
    return new FcmSenders(fcm, firebase, push).sender(JsonMapper.createDefault());
  }

  private static PushMessage to(String token) {
    return new PushMessage(
        "e1#1", new Recipient.Device(token), "Hello", "World", Map.of("eventId", "e1"));
  }

  private static PushMessage toTopic(String topic) {
    return new PushMessage(
        "e1#1", new Recipient.Topic(topic), "Hello", null, Map.of("eventId", "e1", "note", ""));
  }

  static Stream<Arguments> answers() {
    String quota = "RESOURCE_EXHAUSTED";
    return Stream.of(
        arguments(FakeAnswer.taken(), new Sent()),
        arguments(FakeAnswer.error(404, "NOT_FOUND", "UNREGISTERED"), new Unregistered()),
        arguments(
            FakeAnswer.error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"),
            new BadToken("FCM answered 400 INVALID_ARGUMENT")),
        arguments(
            FakeAnswer.badFieldsWithCode("message.token"),
            new BadToken("FCM answered 400 INVALID_ARGUMENT message.token")),
        arguments(
            FakeAnswer.badFields("message.token"),
            new BadToken("FCM answered 400 INVALID_ARGUMENT message.token")),
        arguments(
            FakeAnswer.badFieldsWithCode("message.android.ttl"),
            new BadPayload("FCM answered 400 INVALID_ARGUMENT message.android.ttl")),
        arguments(
            FakeAnswer.badFields("message.token", "message.data[0].value"),
            new BadPayload(
                "FCM answered 400 INVALID_ARGUMENT message.token message.data[0].value")),
        arguments(
            FakeAnswer.error(400, "FAILED_PRECONDITION"),
            new BadPayload("FCM answered 400 FAILED_PRECONDITION")),
        arguments(
            FakeAnswer.error(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH"),
            new Forbidden("FCM answered 403 PERMISSION_DENIED SENDER_ID_MISMATCH")),
        arguments(
            FakeAnswer.error(401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR"),
            new Forbidden("FCM answered 401 UNAUTHENTICATED THIRD_PARTY_AUTH_ERROR")),
        arguments(
            FakeAnswer.error(403, "PERMISSION_DENIED"),
            new Unauthorized("FCM answered 403 PERMISSION_DENIED")),
        arguments(FakeAnswer.error(429, quota, "QUOTA_EXCEEDED"), new QuotaExceeded(null)),
        arguments(
            FakeAnswer.error(429, quota, "QUOTA_EXCEEDED").retryAfter("7"),
            new QuotaExceeded(Duration.ofSeconds(7))),
        arguments(
            FakeAnswer.error(503, "UNAVAILABLE", "UNAVAILABLE").retryAfter("7"),
            new Failed("FCM answered 503 UNAVAILABLE", Duration.ofSeconds(7))),
        arguments(
            FakeAnswer.error(500, "INTERNAL", "INTERNAL"),
            new Failed("FCM answered 500 INTERNAL", null)),
        arguments(
            FakeAnswer.error(404, "NOT_FOUND"), new Failed("FCM answered 404 NOT_FOUND", null)),
        arguments(FakeAnswer.of(404, "<html>"), new Failed("FCM answered 404", null)),
        arguments(FakeAnswer.of(502, ""), new Failed("FCM answered 502", null)),
        arguments(FakeAnswer.of(200, "<html>"), new Failed("FCM answered 200", null)),
        arguments(
            FakeAnswer.of(302, "{\"error\":\"no object\"}"), new Failed("FCM answered 302", null)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void each_answer_has_its_result_and_is_asked_for_once(FakeAnswer answer, SendResult result) {
    fake.script().always("t", answer);

    assertThat(sender("", PLENTY).send(to("t"))).isEqualTo(result);
    assertThat(fake.pushes()).hasSize(1);
    assertThat(fake.tokens().asked()).isEqualTo(1);
  }

  @Test
  void a_topic_has_no_token_that_could_be_at_fault() {
    fake.script().next("orders", FakeAnswer.error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"));
    fake.script().next("orders", FakeAnswer.error(404, "NOT_FOUND", "UNREGISTERED"));
    PushSender sender = sender("", PLENTY);

    assertThat(sender.send(toTopic("orders"))).isInstanceOf(BadPayload.class);
    assertThat(sender.send(toTopic("orders"))).isInstanceOf(Failed.class);
    assertThat(sender.send(toTopic("orders"))).isEqualTo(new Sent());
  }

  @Test
  void a_message_has_all_that_a_phone_shows_and_one_id_to_show_it_once() throws Exception {
    sender("", PLENTY).send(to("t"));

    RecordedPush push = fake.pushes().getFirst();
    assertThat(push.message())
        .isEqualTo(
            json(
                """
                {"token":"t",
                 "notification":{"title":"Hello","body":"World"},
                 "data":{"eventId":"e1"},
                 "android":{"collapse_key":"e1#1","notification":{"tag":"e1#1"}},
                 "apns":{"headers":{"apns-collapse-id":"e1#1"}},
                 "webpush":{"notification":{"tag":"e1#1"}}}
                """));
    assertThat(push.isValidation()).isFalse();
    assertThat(push.status()).isEqualTo(200);
  }

  @Test
  void a_message_to_a_topic_may_have_no_body_and_empty_data() throws Exception {
    sender("", PLENTY).send(toTopic("orders"));

    JsonNode message = fake.pushes().getFirst().message();
    assertThat(message.path("topic").asText()).isEqualTo("orders");
    assertThat(message.has("token")).isFalse();
    assertThat(message.path("notification")).isEqualTo(json("{\"title\":\"Hello\"}"));
    assertThat(message.path("data")).isEqualTo(json("{\"eventId\":\"e1\",\"note\":\"\"}"));
  }

  @Test
  void a_long_id_is_hashed_where_apple_would_refuse_it() {
    String id = "x".repeat(128) + "#1";

    SendResult result =
        sender("", PLENTY)
            .send(new PushMessage(id, new Recipient.Device("t"), "Hello", null, Map.of()));

    assertThat(result).isEqualTo(new Sent());
    JsonNode message = fake.pushes().getFirst().message();
    assertThat(message.path("android").path("collapse_key").asText()).isEqualTo(id);
    assertThat(message.path("apns").path("headers").path("apns-collapse-id").asText())
        .matches("[0-9a-f]{64}");
  }

  @Test
  void validation_asks_fcm_to_deliver_nothing() {
    assertThat(sender("validate", PLENTY).send(to("t"))).isEqualTo(new Sent());
    assertThat(fake.pushes()).singleElement().matches(RecordedPush::isValidation);
  }

  @Test
  void a_dry_run_reads_no_credentials_and_opens_no_connection() {
    FcmSettings fcm = new FcmSettings("true", fake.baseUrl(), fake.tokenUri());
    FirebaseSettings broken =
        new FirebaseSettings("shop", "", new Secret("no key"), "/there/is/no/such/file");

    assertThat(sender(fcm, broken, PLENTY).send(to("t"))).isEqualTo(new Sent());
    assertThat(fake.connections()).isZero();
  }

  @Test
  void the_file_of_a_service_account_names_project_and_token_endpoint(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("sa.json"), ACCOUNT.json(fake.tokenUri()));
    FirebaseSettings firebase = new FirebaseSettings("", "", new Secret(""), file.toString());
    fake.tokens().trust(ACCOUNT.keys().getPublic());

    SendResult result =
        sender(new FcmSettings("", fake.baseUrl(), ""), firebase, PLENTY).send(to("t"));

    assertThat(result).isEqualTo(new Sent());
    assertThat(fake.tokens().asked()).isEqualTo(1);
  }

  @Test
  void one_access_token_serves_many_sends() {
    PushSender sender = sender("", PLENTY);

    IntStream.range(0, 5).forEach(each -> sender.send(to("t" + each)));

    assertThat(fake.tokens().asked()).isEqualTo(1);
    assertThat(fake.connections()).isEqualTo(1);
  }

  @Test
  void a_refused_access_token_is_renewed_once() {
    PushSender sender = sender("", PLENTY);
    assertThat(sender.send(to("t"))).isEqualTo(new Sent());
    fake.tokens().revokeAll();

    assertThat(sender.send(to("t"))).isEqualTo(new Sent());
    assertThat(fake.tokens().asked()).isEqualTo(2);
    assertThat(fake.pushes()).extracting(RecordedPush::status).containsExactly(200, 401, 200);
  }

  @Test
  void sends_that_are_refused_together_renew_together() throws Exception {
    int sends = 50;
    PushSender sender = sender("", PLENTY);
    sender.send(to("first"));
    fake.tokens().revokeAll();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SendResult>> results =
          IntStream.range(0, sends)
              .mapToObj(each -> threads.submit(() -> sender.send(to("t" + each))))
              .toList();
      for (Future<SendResult> result : results) {
        assertThat(result.get()).isEqualTo(new Sent());
      }
    }
    assertThat(fake.tokens().asked()).isBetween(2, sends / 5);
  }

  @Test
  void a_second_refusal_means_that_the_credentials_are_wrong() {
    fake.script().always("t", FakeAnswer.error(401, "UNAUTHENTICATED"));
    PushSender sender = sender("", PLENTY);

    assertThat(sender.send(to("t")))
        .isEqualTo(new Unauthorized("FCM answered 401 UNAUTHENTICATED"));
    assertThat(fake.pushes()).hasSize(2);
    assertThat(fake.tokens().asked()).isEqualTo(2);
  }

  @Test
  void credentials_that_turn_bad_hold_and_that_recover_send_again() {
    PushSender sender = sender("", PLENTY);
    fake.tokens().trust(ServiceAccount.make("shop").keys().getPublic());

    assertThat(sender.send(to("t")))
        .isEqualTo(new Unauthorized("the token endpoint answered 400 invalid_grant"));
    assertThat(fake.pushes()).isEmpty();
    fake.tokens().trust(ACCOUNT.keys().getPublic());
    assertThat(sender.send(to("t"))).isEqualTo(new Sent());
  }

  @Test
  void a_token_endpoint_in_trouble_is_asked_once_and_is_no_fault_of_the_credentials() {
    PushSender sender = sender("", PLENTY);
    fake.tokens().answer(FakeAnswer.of(503, "{\"error\":\"backend_error\"}"));

    assertThat(sender.send(to("t")))
        .isEqualTo(new Failed("the token endpoint answered 503 backend_error", null));
    assertThat(fake.tokens().asked()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(value = FakeAnswer.Ending.class, names = "KEPT", mode = EnumSource.Mode.EXCLUDE)
  void a_lost_answer_is_a_failure(FakeAnswer.Ending ending) {
    fake.script().next("t", FakeAnswer.taken().ending(ending));
    PushSender sender = sender("", Duration.ofSeconds(1));

    assertThat(sender.send(to("t"))).isInstanceOf(Failed.class);
    assertThat(fake.pushes()).hasSize(1);
    assertThat(sender.send(to("t"))).isEqualTo(new Sent());
  }

  @Test
  void a_late_answer_is_a_failure() {
    fake.script().always("t", FakeAnswer.taken().after(LONG));

    assertThat(sender("", SHORT).send(to("t")))
        .isEqualTo(new Failed("no answer of FCM: HttpTimeoutException, no answer in time", null));
  }

  @Test
  void a_late_access_token_is_a_failure() {
    fake.tokens().answer(FakeAnswer.of(200, "{}").after(LONG));

    assertThat(sender("", SHORT).send(to("t")))
        .isEqualTo(new Failed("no access token: HttpTimeoutException, no answer in time", null));
  }

  @Test
  void an_access_token_that_comes_too_late_serves_the_next_send() {
    Duration timeout = Duration.ofSeconds(1);
    FakeAnswer late = FakeAnswer.of(200, TOKEN).after(timeout.plusMillis(300));
    fake.tokens().answer(late);
    PushSender sender = sender("", timeout);

    assertThat(sender.send(to("t")))
        .isEqualTo(
            new Failed(
                "no answer of FCM: HttpTimeoutException, the access token came too late", null));
    fake.tokens().answer(null);
    assertThat(sender.send(to("t"))).isEqualTo(new Sent());
  }

  @Test
  void no_connection_is_a_failure() {
    PushSender sender = sender("", PLENTY);
    fake.close();

    assertThat(sender.send(to("t")))
        .isEqualTo(new Failed("no access token: ConnectException", null));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
