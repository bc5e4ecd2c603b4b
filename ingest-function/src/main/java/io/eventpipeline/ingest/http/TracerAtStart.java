package io.eventpipeline.ingest.http;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.opentelemetry.api.trace.Tracer;

/**
 * Creates the tracer at the start, so that a wrong setting of it stops the start.
 *
 * @param tracer creates spans
 */
@Context
@Requires(beans = Tracer.class)
record TracerAtStart(Tracer tracer) {}
