package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.observe.ConsumerMetric;
import io.eventpipeline.consumer.order.ClaimedRun;
import io.eventpipeline.consumer.order.ErrorClass;
import io.eventpipeline.consumer.order.Failure;
import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.consumer.retry.Decision;
import io.eventpipeline.consumer.retry.RetryPolicy;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.contract.FieldError;
import io.eventpipeline.runtime.observe.Meters;
import io.eventpipeline.runtime.observe.OnceAMinute;
import io.eventpipeline.runtime.schema.PayloadSchemas;
import io.eventpipeline.runtime.time.SystemTime;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Starts handler runs, with the settings that all of them share. Threads: any. */
@Singleton
public final class HandlerRunner {
  private final Handlers handlers;
  private final PayloadSchemas schemas;
  private final RetryPolicy policy;
  private final Duration timeout;
  private final Meters<ConsumerMetric> meters;
  private final @Nullable HandlerSpans spans;
  private final OnceAMinute postponements = new OnceAMinute();

  /**
   * @param spans null if the service makes no traces
   */
  public HandlerRunner(
      Handlers handlers,
      PayloadSchemas schemas,
      RetryPolicy policy,
      HandlerSettings settings,
      Meters<ConsumerMetric> meters,
      @Nullable HandlerSpans spans) {
    this.handlers = handlers;
    this.schemas = schemas;
    this.policy = policy;
    this.timeout = settings.timeout();
    this.meters = meters;
    this.spans = spans;
  }

  /** The watch over the handler runs of a partition. */
  public HandlerWatch watch(int partition) {
    return new HandlerWatch(meters, spans, partition);
  }

  /**
   * Starts the handlers for a claimed run on a virtual thread.
   *
   * @param stopped called last, on that thread
   */
  public HandlerRun start(ClaimedRun run, HandlerWatch watch, Runnable stopped) {
    HandlerRun started = new HandlerRun(this, run, watch, stopped);
    Thread.ofVirtual().name("handler").start(started);
    return started;
  }

  /** The handler that takes a type, or null. */
  @Nullable EventHandler handlerOf(String type) {
    return handlers.of(type);
  }

  /** False if the log had this reason for a postponement in the last minute. */
  boolean mayTell(String reason) {
    return postponements.mayTell(reason, SystemTime.nanos());
  }

  /** How the event breaks the schema of its type; null if it does not. */
  @Nullable Failure breachOf(Event event) {
    List<FieldError> errors = schemas.errors(event.type(), event.payload());
    return errors.isEmpty() ? null : Failure.of(ErrorClass.INVALID_EVENT, FieldError.line(errors));
  }

  /** What follows an attempt that has just failed. */
  Decision decide(Throwable thrown, PendingEvent event) {
    return policy.after(
        thrown,
        event.attempts() + 1,
        event.postponements(),
        ThreadLocalRandom.current().nextDouble());
  }

  /** How many attempts an event has. */
  public int maxAttempts() {
    return policy.attempts();
  }

  Duration timeout() {
    return timeout;
  }
}
