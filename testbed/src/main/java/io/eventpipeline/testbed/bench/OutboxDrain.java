package io.eventpipeline.testbed.bench;

import io.eventpipeline.local.ServiceProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Measures a consumer that drains events which all become notifications. No worker takes them. */
final class OutboxDrain {
  private static final int USERS = 5000;
  private static final Duration AT_MOST = Duration.ofMinutes(10);

  private OutboxDrain() {}

  static BenchResult run(BenchFrame frame, int count) throws Exception {
    Map<String, String> settings = new HashMap<>(BenchNotes.OF_ALL);
    settings.put("OUTBOX_MAX_BACKLOG", "" + 10 * count);
    try (PushStage stage = PushStage.open(frame)) {
      BenchEvents events = new BenchEvents(frame.name() + "o", count, USERS, false, 60);
      BenchTopic.fill(stage.servers(), events);
      frame.say("the topic is filled");
      Usage before = Usage.of(stage.servers().processes());
      try (ServiceProcess consumer = stage.servers().startConsumer(settings)) {
        BenchTopic.awaitDone(stage.servers(), AT_MOST);
        Usage usage = Usage.of(stage.processes("consumer", consumer)).since(before);
        return result(stage, events, usage);
      }
    }
  }

  private static BenchResult result(PushStage stage, BenchEvents events, Usage usage) {
    FinalTimes read = FinalTimes.read(stage.servers().redis(), events);
    long emitted = stage.outbox().unfinished();
    if (emitted != events.count()) {
      throw new IllegalStateException(
          "of " + events.count() + " events there are " + emitted + " notifications");
    }
    String detail =
        String.format(
            Locale.ROOT,
            "%,d in %.1f s, the last two thirds at %,.0f/s",
            events.count(),
            read.seconds(),
            read.warmRate());
    return new BenchResult(
        "drain, each event a notification", events.count() / read.seconds(), null, detail, usage);
  }
}
