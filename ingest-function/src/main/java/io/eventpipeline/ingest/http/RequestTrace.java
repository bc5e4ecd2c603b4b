package io.eventpipeline.ingest.http;

import io.eventpipeline.contract.TraceParent;
import io.eventpipeline.runtime.kafka.EventTopic;
import io.micronaut.http.HttpRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** Finds the trace that a request belongs to. */
final class RequestTrace {
  private RequestTrace() {}

  /** Our own span if tracing is on, else the caller's; null if there is neither. */
  static @Nullable TraceParent of(HttpRequest<?> request) {
    SpanContext span = Span.current().getSpanContext();
    return span.isValid()
        ? new TraceParent(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex())
        : TraceParent.parse(request.getHeaders().get(EventTopic.TRACE_HEADER));
  }
}
