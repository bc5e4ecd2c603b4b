package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.order.ClaimedRun;
import io.eventpipeline.consumer.order.ErrorClass;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.consumer.outbox.BadEmission;
import io.eventpipeline.consumer.outbox.HandlerEmissions;
import io.eventpipeline.consumer.retry.Decision;
import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.observe.ThrownText;
import io.eventpipeline.runtime.time.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Takes the events of a claimed run through their handlers, one after another, on a thread of its
 * own. It stops when all have a verdict, when one has to wait for a retry, or when the run is
 * cancelled.
 */
public final class HandlerRun implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerRun.class);

  private final HandlerRunner runner;
  private final ClaimedRun run;
  private final HandlerWatch watch;
  private final Runnable stopped;
  private final InterruptibleCall call = new InterruptibleCall();

  /**
   * @param stopped called last, on the run's thread
   */
  HandlerRun(HandlerRunner runner, ClaimedRun run, HandlerWatch watch, Runnable stopped) {
    this.runner = runner;
    this.run = run;
    this.watch = watch;
    this.stopped = stopped;
  }

  @Override
  public void run() {
    try {
      while (run.handled() < run.size() && !run.isCancelled()) {
        PendingEvent event = run.entry(run.handled());
        if (event.verdict() == null && !handle(event)) {
          return;
        }
        run.advance();
      }
    } finally {
      watch.leave();
      stopped.run();
    }
  }

  /** Runs one attempt. False if the event has to wait for the next one. */
  private boolean handle(PendingEvent pending) {
    Event event = pending.event();
    EventHandler handler = event == null ? null : runner.handlerOf(event.type());
    if (event == null || handler == null) {
      return fail(pending, noHandler(event));
    }
    Failure breach = runner.breachOf(event);
    if (breach != null) {
      return fail(pending, breach);
    }
    EventHandler watched = watch.begin(handler, pending);
    long from = SystemTime.nanos();
    run.start(from);
    InterruptibleCall.Result result = call.run(watched, event, runner.timeout());
    long nanos = SystemTime.nanos() - from;
    watch.end(nanos);
    return switch (result) {
      case InterruptibleCall.Result.Returned(List<Emission> emissions) ->
          succeed(pending, event, emissions);
      case InterruptibleCall.Result.Threw(Throwable thrown) ->
          decide(pending, thrown, TimeUnit.NANOSECONDS.toMillis(nanos));
    };
  }

  private static boolean succeed(PendingEvent pending, Event event, List<Emission> emissions) {
    int attempts = pending.attempts() + 1;
    Verdict verdict;
    try {
      verdict = new Verdict.Processed(attempts, HandlerEmissions.checked(event, emissions));
    } catch (BadEmission e) {
      // The handler's effects are done, and another attempt would repeat them.
      Failure why = Failure.of(ErrorClass.BAD_EMISSION, ThrownText.message(e));
      verdict = new Verdict.Failed(attempts, why, true);
    }
    pending.decide(verdict);
    return true;
  }

  private static boolean fail(PendingEvent pending, Failure why) {
    pending.decide(new Verdict.Failed(pending.attempts(), why, true));
    return true;
  }

  private static Failure noHandler(@Nullable Event event) {
    String type = event == null ? "" : event.type();
    return Failure.of(ErrorClass.NO_HANDLER, "no handler takes the type '" + type + "'");
  }

  /** Acts on a failed attempt. False if the event has to wait for the next one. */
  private boolean decide(PendingEvent pending, Throwable thrown, long ms) {
    switch (runner.decide(thrown, pending)) {
      case Decision.GiveUp() -> {
        pending.countAttempt();
        pending.decide(new Verdict.Failed(pending.attempts(), Failure.of(thrown), true));
        return true;
      }
      case Decision.TryAgain(Duration wait) -> {
        pending.countAttempt();
        pending.noteError(thrown.getClass().getName());
        watch.countRetry();
        log(Level.WARN, "retry", ms)
            .log(
                "event {} is tried again in {} ms: {}",
                pending.id(),
                wait.toMillis(),
                ThrownText.message(thrown));
        resumeAfter(wait);
        return false;
      }
      case Decision.Postpone(Duration wait) -> {
        pending.countPostponement();
        pending.noteError(thrown.getClass().getName());
        watch.countPostponement();
        logPostponed(pending, ThrownText.message(thrown), ms);
        resumeAfter(wait);
        return false;
      }
    }
  }

  /** One line a minute is enough: while a database is away, all events wait for it. */
  private void logPostponed(PendingEvent pending, String reason, long ms) {
    Level level = runner.mayTell(reason) ? Level.WARN : Level.DEBUG;
    log(level, "postponed", ms)
        .log("event {} waits, and spends no attempt: {}", pending.id(), reason);
  }

  private static LoggingEventBuilder log(Level level, String outcome, long ms) {
    return LOG.atLevel(level)
        .addKeyValue(Field.OUTCOME, outcome)
        .addKeyValue(Field.DURATION_MS, ms);
  }

  private void resumeAfter(Duration wait) {
    run.waitUntil(SystemTime.nanos() + wait.toNanos());
  }

  /** Interrupts a handler over its timeout. True while such a one has not returned. Any thread. */
  public boolean interruptIfOver(long now) {
    return call.interruptIfOver(now, runner.timeout());
  }

  /** True if the handler ends the process itself, and so never returns. Any thread. */
  public boolean isEndingTheProcess() {
    return call.isEndingTheProcess();
  }
}
