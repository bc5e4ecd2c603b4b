package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import io.eventpipeline.testbed.fcm.FakeAnswer;
import io.eventpipeline.testbed.fcm.RecordedPush;
import io.eventpipeline.testbed.rig.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Two workers, and a fake FCM whose quota is used up: nothing may leave for that time, nothing may
 * be sent twice, and no attempt may be spent.
 */
final class PushQuota {
  private static final int COUNT = 2000;
  private static final int TOO_MANY = 429;

  private PushQuota() {}

  static BenchResult run(BenchFrame frame, Duration hold) throws Exception {
    try (PushStage stage = PushStage.open(frame)) {
      BenchNotes notes =
          new BenchNotes(new BenchEvents(frame.name() + "q", COUNT, COUNT, false, 0));
      notes.register(stage.servers().redis());
      stage.fake().script().otherwise(refusal(hold));
      ServiceProcess first = stage.push().start();
      ServiceProcess second = stage.push().start();
      notes.fill(stage.servers().redis());
      Waiting.until("a refusal", PushStage.READY, () -> !stage.fake().pushes().isEmpty());
      Waiting.letPass(hold.dividedBy(2)); // sends that were allowed before are refused meanwhile
      stage.fake().script().otherwise(PushStage.taken());
      frame.say("both workers hold");
      boolean isUntried = stage.outbox().waiting().stream().allMatch(text -> text.startsWith("0|"));
      stage.awaitFinished(first);
      Usage usage = Usage.of(stage.processes("push", second));
      Arrivals arrivals = Arrivals.of(stage.fake().pushes(), notes);
      check(stage, arrivals, isUntried);
      return result(stage.fake().pushes(), arrivals, hold, usage);
    }
  }

  private static FakeAnswer refusal(Duration hold) {
    return FakeAnswer.error(TOO_MANY, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED")
        .retryAfter("" + hold.toSeconds());
  }

  private static void check(PushStage stage, Arrivals arrivals, boolean isUntried) {
    String failed = stage.outbox().stats().getOrDefault("failed", "0");
    if (arrivals.repeats() > 0 || !isUntried || !failed.equals("0")) {
      throw new IllegalStateException(
          "sent twice: %d; no attempt spent: %s; failed: %s"
              .formatted(arrivals.repeats(), isUntried, failed));
    }
  }

  private static BenchResult result(
      List<RecordedPush> pushes, Arrivals arrivals, Duration hold, Usage usage) {
    List<Instant> refused =
        pushes.stream()
            .filter(push -> push.status() == TOO_MANY)
            .map(RecordedPush::at)
            .sorted()
            .toList();
    Duration waited = Duration.between(refused.getLast(), arrivals.times().getFirst());
    if (waited.plusMillis(1).compareTo(hold) < 0) { // Redis counts whole milliseconds
      throw new IllegalStateException("a message left after " + waited);
    }
    String detail =
        String.format(
            Locale.ROOT,
            "%d of %,d sends refused, the next after %.1f s; none sent twice, no attempt spent",
            refused.size(),
            COUNT,
            waited.toMillis() / 1000.0);
    return new BenchResult(
        "push, two workers, 429 for %d s".formatted(hold.toSeconds()),
        arrivals.perSecond(),
        null,
        detail,
        usage);
  }
}
