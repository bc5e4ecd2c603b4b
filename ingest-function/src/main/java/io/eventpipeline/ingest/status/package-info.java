/**
 * Looks up the final state of an event, and the counters of all processes.
 *
 * <p>Before: {@code http}, {@code accept}. After: {@code observe}, {@code redis}. Knows no HTTP and
 * no Kafka. Writes nothing.
 */
@NullMarked
package io.eventpipeline.ingest.status;

import org.jspecify.annotations.NullMarked;
