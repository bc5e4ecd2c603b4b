package io.eventpipeline.push.fcm;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.eventpipeline.push.PushSettings;
import io.eventpipeline.push.send.PushMessage;
import io.eventpipeline.push.send.PushSender;
import io.eventpipeline.push.send.Recipient;
import io.eventpipeline.push.send.SendResult;
import io.eventpipeline.runtime.config.Durations;
import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.observe.LogRecorder;
import io.eventpipeline.testbed.fcm.FakeAnswer;
import io.eventpipeline.testbed.fcm.FakeFcm;
import io.eventpipeline.testbed.fcm.ServiceAccount;
import io.micronaut.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Log lines and results hold no secret and no text of a message, at any level. */
class SecrecyIT {
  private static final ServiceAccount ACCOUNT = ServiceAccount.make("shop");

  /** Made before all is logged. */
  private static final JsonMapper JSON = JsonMapper.createDefault();

  private static final PushMessage MESSAGE =
      new PushMessage(
          "e1#1",
          new Recipient.Device("MARK-token"),
          "MARK-title",
          "MARK-body",
          Map.of("eventId", "e1", "secret", "MARK-data"));

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();
  private final FakeFcm fake = FakeFcm.start(0);

  @BeforeEach
  void log_all() {
    root.setLevel(Level.ALL);
  }

  @AfterEach
  void stop() {
    root.setLevel(before);
    fake.close();
  }

  private PushSender sender(String dryRun) {
    FcmSettings fcm = new FcmSettings(dryRun, fake.baseUrl(), fake.tokenUri());
    FirebaseSettings firebase =
        new FirebaseSettings("shop", ACCOUNT.clientEmail(), new Secret(ACCOUNT.pem()), "");
    PushSettings push =
        new PushSettings(new Durations(List.of(Duration.ofSeconds(1))), Duration.ofSeconds(30), 1);
    return new FcmSenders(fcm, firebase, push).sender(JSON);
  }

  @Test
  void whatever_fcm_answers_neither_log_nor_result_quotes_it() {
    List<FakeAnswer> answers =
        List.of(
            FakeAnswer.taken(),
            FakeAnswer.error(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"),
            FakeAnswer.badFields("message.data[MARK body]"),
            FakeAnswer.error(401, "UNAUTHENTICATED"),
            FakeAnswer.error(503, "MARK token"),
            FakeAnswer.taken().ending(FakeAnswer.Ending.HUNG_UP));
    List<SendResult> results = new ArrayList<>();
    try (LogRecorder log = LogRecorder.ofAll()) {
      PushSender sender = sender("");
      for (FakeAnswer answer : answers) {
        fake.script().always("MARK-token", answer);
        results.add(sender.send(MESSAGE));
      }
      fake.tokens().answer(FakeAnswer.of(400, "{\"error\":\"MARK\"}"));
      fake.tokens().revokeAll();
      results.add(sender.send(MESSAGE));

      assertThat(log.messages()).isNotEmpty();
      assertThat(log.messages()).noneMatch(SecrecyIT::isSecret);
    }
    assertThat(results).hasSize(answers.size() + 1);
    assertThat(results).extracting(SendResult::toString).noneMatch(SecrecyIT::isSecret);
  }

  @Test
  void a_dry_run_logs_one_line_with_the_title_alone() {
    PushSender sender = sender("true");
    try (LogRecorder log = LogRecorder.ofAll()) {
      sender.send(MESSAGE);
      assertThat(log.messages())
          .containsExactly("Dry run, not sent: notification e1#1, \"MARK-title\"");
    }
  }

  private static boolean isSecret(String text) {
    return text.contains("MARK") || text.contains("access-") || text.contains("PRIVATE KEY");
  }
}
