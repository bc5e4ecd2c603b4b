/**
 * Measures how far the consumers lag, and decides when the API refuses events.
 *
 * <p>Before: {@code http}. Knows Kafka, but no requests.
 */
@NullMarked
package io.eventpipeline.ingest.backpressure;

import org.jspecify.annotations.NullMarked;
