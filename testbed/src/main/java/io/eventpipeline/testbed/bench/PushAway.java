package io.eventpipeline.testbed.bench;

import io.eventpipeline.testbed.rig.OutboxView;
import io.eventpipeline.testbed.rig.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Measures a time without FCM while events come: nothing may get lost, no attempt may be spent once
 * the worker holds, and its memory must stay bounded.
 */
final class PushAway {
  private static final int WARM_UP = 2000;
  private static final int RATE = 100;

  private static final Duration HELD_WITHIN = Duration.ofSeconds(60);

  /** For results that were on their way to Redis when the worker began to hold. */
  private static final Duration TO_WRITE = Duration.ofSeconds(2);

  private final PushPipeline pipeline;
  private final OutboxView outbox;

  private PushAway(PushPipeline pipeline) {
    this.pipeline = pipeline;
    this.outbox = pipeline.stage().outbox();
  }

  static BenchResult run(BenchFrame frame, Duration away) throws Exception {
    try (PushPipeline pipeline = PushPipeline.start(frame)) {
      TimedRun ignored = pipeline.send(pipeline.notes(WARM_UP).events(), 0);
      pipeline.awaitFinished();
      frame.say("warm");
      return new PushAway(pipeline).measure(frame, away);
    }
  }

  private BenchResult measure(BenchFrame frame, Duration away) throws Exception {
    BenchNotes notes = pipeline.notes((int) (RATE * away.toSeconds()));
    pipeline.stage().fake().forget();
    pipeline.stage().fake().goAway();
    CompletableFuture<TimedRun> sending = CompletableFuture.supplyAsync(() -> send(notes));
    Waiting.until("the worker to hold", HELD_WITHIN, this::isHeld);
    Waiting.letPass(TO_WRITE);
    long before = attemptsSpent();
    frame.say("the worker holds; %d attempts were spent before", before);
    TimedRun ignored = sending.join();
    long during = attemptsSpent() - before;
    boolean isHeld = isHeld();
    long waiting = outbox.unfinished();
    pipeline.stage().fake().comeBack();
    pipeline.awaitFinished();
    Arrivals arrivals = Arrivals.of(pipeline.stage().fake().pushes(), notes);
    if (during != 0 || !isHeld || !outbox.deadLetters().isEmpty()) {
      throw new IllegalStateException(
          "attempts spent during the hold: %d; still held: %s; dead: %d"
              .formatted(during, isHeld, outbox.deadLetters().size()));
    }
    return result(away, arrivals, waiting, before);
  }

  private TimedRun send(BenchNotes notes) {
    try {
      return pipeline.send(notes.events(), RATE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isHeld() {
    return pipeline.stage().push().health(0).contains("the push service is away");
  }

  /** The failed attempts of all notifications that are not finished. */
  private long attemptsSpent() {
    return Stream.concat(outbox.waiting().stream(), outbox.retries().stream())
        .mapToLong(text -> Long.parseLong(text.substring(0, text.indexOf('|'))))
        .sum();
  }

  private BenchResult result(Duration away, Arrivals arrivals, long waiting, long before) {
    String detail =
        String.format(
            Locale.ROOT,
            "%,d notifications waited, %,d attempts were spent before the hold and none during it,"
                + " health was degraded; all arrived within %.1f s, %d twice",
            waiting,
            before,
            arrivals.seconds(),
            arrivals.repeats());
    return new BenchResult(
        "push, FCM away for %d s at %d/s".formatted(away.toSeconds(), RATE),
        arrivals.perSecond(),
        null,
        detail,
        Usage.of(pipeline.processes()));
  }
}
