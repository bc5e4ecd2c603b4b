/**
 * Takes events from clients and publishes them to Kafka.
 *
 * <p>The way of an event: {@code http} → {@code accept} → {@code limit} → {@code publish}.
 */
@NullMarked
package io.eventpipeline.ingest;

import org.jspecify.annotations.NullMarked;
