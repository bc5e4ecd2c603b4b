/**
 * Converts CloudEvents 1.0 to events: attributes and data become the fields of an event.
 *
 * <p>Before: {@code http}. After: {@code accept}. Knows no HTTP, no Kafka, no Redis.
 */
@NullMarked
package io.eventpipeline.ingest.cloudevents;

import org.jspecify.annotations.NullMarked;
