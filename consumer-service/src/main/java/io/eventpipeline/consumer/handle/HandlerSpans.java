package io.eventpipeline.consumer.handle;

import io.eventpipeline.consumer.order.PendingEvent;
import io.eventpipeline.contract.Emission;
import io.eventpipeline.contract.EmittingHandler;
import io.eventpipeline.contract.Event;
import io.eventpipeline.contract.EventHandler;
import io.eventpipeline.contract.TraceParent;
import io.eventpipeline.runtime.observe.Field;
import io.eventpipeline.runtime.observe.ThrownText;
import io.micronaut.context.annotation.Requires;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Makes a span for each attempt. Its parent is the span in which the event was sent; spans of the
 * handler itself are its children. Threads: any.
 */
@Singleton
@Requires(beans = Tracer.class)
public final class HandlerSpans {
  private final Tracer tracer;

  public HandlerSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Wraps a handler for one attempt of this event. */
  EventHandler around(EventHandler handler, PendingEvent entry, int partition) {
    return new Traced(handler, entry, partition);
  }

  private final class Traced implements EmittingHandler {
    private final EventHandler handler;
    private final PendingEvent entry;
    private final int partition;

    Traced(EventHandler handler, PendingEvent entry, int partition) {
      this.handler = handler;
      this.entry = entry;
      this.partition = partition;
    }

    @Override
    public Set<String> types() {
      return handler.types();
    }

    @Override
    public List<Emission> run(Event event) throws Exception {
      Span span = span(entry, event, partition);
      MDC.put(Field.TRACE_ID, span.getSpanContext().getTraceId());
      try (Scope scope = span.makeCurrent()) {
        return handler.run(event);
      } catch (Throwable t) {
        record(span, t);
        throw t;
      } finally {
        span.end();
      }
    }
  }

  /** Like {@link Span#recordException(Throwable)}, but cuts a message that quotes a whole row. */
  private static void record(Span span, Throwable thrown) {
    String message = ThrownText.message(thrown);
    span.addEvent(
        "exception",
        Attributes.of(
            AttributeKey.stringKey("exception.type"),
            thrown.getClass().getName(),
            AttributeKey.stringKey("exception.message"),
            message,
            AttributeKey.stringKey("exception.stacktrace"),
            ThrownText.trace(thrown)));
    span.setStatus(StatusCode.ERROR, message);
  }

  private Span span(PendingEvent entry, Event event, int partition) {
    return tracer
        .spanBuilder("handle " + event.type())
        .setSpanKind(SpanKind.CONSUMER)
        .setParent(parent(entry.trace()))
        .setAttribute("messaging.system", "kafka")
        .setAttribute("messaging.operation.type", "process")
        .setAttribute("messaging.destination.partition.id", Integer.toString(partition))
        .setAttribute("messaging.kafka.offset", entry.offset())
        .setAttribute("event.id", event.id())
        .setAttribute("event.user_id", event.userId())
        .setAttribute("event.attempt", entry.attempts() + 1L)
        .startSpan();
  }

  private static Context parent(@Nullable TraceParent trace) {
    if (trace == null) {
      return Context.root();
    }
    SpanContext sender =
        SpanContext.createFromRemoteParent(
            trace.traceId(),
            trace.spanId(),
            TraceFlags.fromHex(trace.flags(), 0),
            TraceState.getDefault());
    return Context.root().with(Span.wrap(sender));
  }
}
