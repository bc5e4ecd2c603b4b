/**
 * Validates, limits and publishes, and says of each event what became of it.
 *
 * <p>Before: {@code http}. After: {@code limit}, {@code publish}. Knows no HTTP, no Kafka, no
 * Redis.
 */
@NullMarked
package io.eventpipeline.ingest.accept;

import org.jspecify.annotations.NullMarked;
