/**
 * Validates, looks for the same request, limits and publishes, and says of each event what became
 * of it.
 *
 * <p>Before: {@code http}. After: {@code idempotency}, {@code limit}, {@code publish}. Knows no
 * HTTP, no Kafka, no Redis.
 */
@NullMarked
package io.eventpipeline.ingest.accept;

import org.jspecify.annotations.NullMarked;
