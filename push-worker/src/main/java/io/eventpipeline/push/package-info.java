/**
 * Takes notifications from the outbox in Redis to a push service: each at least once, and each
 * device of a user for itself.
 *
 * <p>To follow a notification: {@code outbox} reads its entry, {@code note} parses it, {@code send}
 * makes one attempt (start at {@code PushDelivery.attempt}), {@code retry} decides whether another
 * follows, {@code finish} writes what became of it. {@code device} knows the tokens, {@code
 * observe} and {@code health} show how it goes.
 */
@NullMarked
package io.eventpipeline.push;

import org.jspecify.annotations.NullMarked;
