/**
 * Looks up the final state of an event.
 *
 * <p>Before: {@code http}, {@code accept}. After: {@code redis}. Knows no HTTP and no Kafka. Writes
 * nothing.
 */
@NullMarked
package io.eventpipeline.ingest.status;

import org.jspecify.annotations.NullMarked;
