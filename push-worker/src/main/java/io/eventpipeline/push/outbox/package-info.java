/**
 * Takes entries from the outbox, a stream in Redis, and keeps them while they are in hand.
 *
 * <p>After: {@code send}. The only package that knows the client of Redis.
 */
@NullMarked
package io.eventpipeline.push.outbox;

import org.jspecify.annotations.NullMarked;
