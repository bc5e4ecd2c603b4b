/**
 * Looks up what became of an event.
 *
 * <p>Before: {@code http}. After: {@code redis}. Knows no HTTP and no Kafka, and writes nothing.
 */
@NullMarked
package io.eventpipeline.ingest.status;

import org.jspecify.annotations.NullMarked;
