package io.eventpipeline.testbed.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Measures from the 202 of an event to the arrival of its notification at the fake FCM. */
final class PushLatency {
  private static final int WARM_UP = 10_000;
  private static final int RATE = 200;
  private static final int SECONDS = 60;

  private PushLatency() {}

  /** Reports two minutes: in the first one the JVMs still compile. */
  static void run(BenchFrame frame, Consumer<BenchResult> report) throws Exception {
    try (PushPipeline pipeline = PushPipeline.start(frame)) {
      TimedRun ignored = pipeline.send(pipeline.notes(WARM_UP).events(), 0);
      pipeline.awaitFinished();
      frame.say("warm");
      report.accept(minute(pipeline, "first minute"));
      report.accept(minute(pipeline, "second minute"));
    }
  }

  private static BenchResult minute(PushPipeline pipeline, String which) throws IOException {
    pipeline.stage().fake().forget();
    BenchNotes notes = pipeline.notes(RATE * SECONDS);
    TimedRun sent = pipeline.send(notes.events(), RATE);
    pipeline.awaitFinished();
    Arrivals arrivals = Arrivals.of(pipeline.stage().fake().pushes(), notes);
    return new BenchResult(
        "push, 200/s from 202 to FCM, " + which,
        sent.perSecond(),
        null,
        TimedRun.latencies(micros(sent, notes, arrivals)) + ", repeated " + arrivals.repeats(),
        sent.usage());
  }

  /** An arrival before the client has read the 202 counts as 0. */
  private static long[] micros(TimedRun sent, BenchNotes notes, Arrivals arrivals) {
    long[] micros = new long[notes.events().count()];
    for (int i = 0; i < micros.length; i++) {
      Instant answered = Instant.ofEpochMilli(sent.answeredAt()[i]);
      Instant arrived = arrivals.first().get(notes.id(i));
      micros[i] = Math.max(0, Duration.between(answered, arrived).toNanos() / 1000);
    }
    return micros;
  }
}
