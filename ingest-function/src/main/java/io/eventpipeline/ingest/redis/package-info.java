/**
 * The connection to Redis, whose calls fail at once while Redis is away.
 *
 * <p>Before: {@code idempotency}, {@code limit}, {@code observe}, {@code status}. Knows no key and
 * no script.
 */
@NullMarked
package io.eventpipeline.ingest.redis;

import org.jspecify.annotations.NullMarked;
