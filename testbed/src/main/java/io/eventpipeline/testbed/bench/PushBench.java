package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.command.ShortDuration;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options of {@code bench push}, and its measurements. */
final class PushBench {
  /** Events of the consumer with an outbox. */
  private static final int MOST_EVENTS = 500_000;

  @Option(
      names = "--notifications",
      defaultValue = "100000",
      paramLabel = "N",
      description = "push: notifications of each drain; 0 for no drain (${DEFAULT-VALUE})")
  private int notifications = 100_000;

  @Option(
      names = "--away",
      defaultValue = "1m",
      paramLabel = "TIME",
      converter = ShortDuration.class,
      description = "push: how long FCM is away; 0s to leave that out (${DEFAULT-VALUE})")
  private Duration away = Duration.ofMinutes(1);

  @Option(
      names = "--hold",
      defaultValue = "20s",
      paramLabel = "TIME",
      converter = ShortDuration.class,
      description =
          "push: how long FCM's quota is used up; 0s to leave that out (${DEFAULT-VALUE})")
  private Duration hold = Duration.ofSeconds(20);

  /**
   * Measures everything that the options want.
   *
   * @param events of a drain without push
   */
  void run(BenchFrame frame, int events, Consumer<BenchResult> report) throws Exception {
    if (notifications > 0) {
      PushDrain.run(frame, notifications, report);
    }
    report.accept(OutboxDrain.run(frame, Math.min(events, MOST_EVENTS)));
    PushLatency.run(frame, report);
    if (away.isPositive()) {
      report.accept(PushAway.run(frame, away));
    }
    if (hold.isPositive()) {
      report.accept(PushQuota.run(frame, hold));
    }
  }
}
