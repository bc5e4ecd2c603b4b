package io.eventpipeline.ingest.http;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.opentelemetry.api.trace.Tracer;

/**
 * Asks for the tracer before a request does, so that a wrong setting of it stops the start.
 *
 * @param tracer what makes spans
 */
@Context
@Requires(beans = Tracer.class)
record TracerAtStart(Tracer tracer) {}
