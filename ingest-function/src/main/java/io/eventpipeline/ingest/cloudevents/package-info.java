/**
 * Makes events of CloudEvents 1.0: the attributes and the data become the fields of an event.
 *
 * <p>Before: {@code http}. After: {@code accept}, to which it hands what it has read. Knows no
 * HTTP, no Kafka, no Redis.
 */
@NullMarked
package io.eventpipeline.ingest.cloudevents;

import org.jspecify.annotations.NullMarked;
