/**
 * Reserves idempotency keys, limits and publishes, and reports the outcome of each event.
 *
 * <p>Before: {@code http}. After: {@code status}, {@code idempotency}, {@code limit}, {@code
 * publish}. Knows no HTTP, no Kafka, no Redis.
 */
@NullMarked
package io.eventpipeline.ingest.accept;

import org.jspecify.annotations.NullMarked;
