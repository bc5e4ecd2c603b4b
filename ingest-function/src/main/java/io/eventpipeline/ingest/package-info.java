/**
 * Takes events from clients into Kafka.
 *
 * <p>To follow an event: {@code http} → {@code accept} → {@code limit} → {@code publish}.
 */
@NullMarked
package io.eventpipeline.ingest;

import org.jspecify.annotations.NullMarked;
