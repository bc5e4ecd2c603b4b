package io.eventpipeline.consumer.handle;

import io.eventpipeline.runtime.time.SystemTime;
import io.eventpipeline.consumer.order.ClaimedRun;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.order.Verdict;
import io.eventpipeline.consumer.retry.Decision;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.observe.ThrownText;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of a claimed run through their handlers, on a thread of its own, until all have
 * their verdict, one has to wait, or the run is cancelled.
 */
public final class HandlerRun implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HandlerRun.class);

  private final HandlerTools tools;
  private final ClaimedRun run;
  private final HandlerWatch watch;
  private final Runnable stopped;
  private final InterruptibleCall attempt = new InterruptibleCall();

  /**
   * @param stopped called last, on the run's thread
   */
  public HandlerRun(HandlerTools tools, ClaimedRun run, HandlerWatch watch, Runnable stopped) {
    this.tools = tools;
    this.run = run;
    this.watch = watch;
    this.stopped = stopped;
  }

  /** Starts it on a virtual thread. */
  public void start() {
    Thread.ofVirtual().name("handler").start(this);
  }

  @Override
  public void run() {
    try {
      while (run.handled() < run.size() && !run.cancelled()) {
        PendingEvent entry = run.entry(run.handled());
        if (entry.verdict() == null && !handle(entry)) {
          return;
        }
        run.advance();
      }
    } finally {
      watch.leaves();
      stopped.run();
    }
  }

  /** False if the event has to wait. */
  private boolean handle(PendingEvent entry) {
    Event event = entry.event();
    EventHandler handler = event == null ? null : tools.handlers().of(event.type());
    if (event == null || handler == null) {
      String type = event == null ? "" : event.type();
      Failure none = new Failure("NoHandler", "no handler takes the type '" + type + "'", "");
      entry.handled(new Verdict.Failed(entry.attempts(), none, true));
      return true;
    }
    EventHandler watched = watch.begins(handler, entry);
    long from = SystemTime.nanos();
    Throwable thrown = attempt.run(watched, event, tools.timeout());
    long nanos = SystemTime.nanos() - from;
    watch.ends(nanos);
    if (thrown == null) {
      entry.handled(new Verdict.Processed(entry.attempts() + 1));
      return true;
    }
    return !waits(entry, thrown, TimeUnit.NANOSECONDS.toMillis(nanos));
  }

  private boolean waits(PendingEvent entry, Throwable thrown, long ms) {
    Decision decision =
        tools
            .policy()
            .after(
                thrown,
                entry.attempts() + 1,
                entry.postponements(),
                ThreadLocalRandom.current().nextDouble());
    return switch (decision) {
      case Decision.GiveUp() -> {
        entry.attempted();
        entry.handled(new Verdict.Failed(entry.attempts(), Failure.of(thrown), true));
        yield false;
      }
      case Decision.TryAgain(Duration wait) -> {
        entry.attempted();
        watch.retried();
        yield resumeAfter(entry, wait, thrown, ms);
      }
      case Decision.Postpone(Duration wait) -> {
        entry.postponed();
        watch.postponed();
        yield resumeAfter(entry, wait, thrown, ms);
      }
    };
  }

  private boolean resumeAfter(PendingEvent entry, Duration wait, Throwable thrown, long ms) {
    LOG.atWarn()
        .addKeyValue(Field.OUTCOME, "retry")
        .addKeyValue(Field.DURATION_MS, ms)
        .log(
            "event {} is tried again in {} ms: {}",
            entry.id(),
            wait.toMillis(),
            ThrownText.message(thrown));
    run.resumeAt(SystemTime.nanos() + wait.toNanos());
    return true;
  }

  /** Interrupts a handler over its time. True while such a one has not returned. Any thread. */
  public boolean interruptIfOver(long now) {
    return attempt.interruptIfOver(now, tools.timeout());
  }

  /** True if its handler is ending the process, and so will never return. Any thread. */
  public boolean isEndingTheProcess() {
    return attempt.isEndingTheProcess();
  }
}
