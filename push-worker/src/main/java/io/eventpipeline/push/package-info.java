/**
 * Takes notifications from the outbox in Redis to push messages: each at least once, and each
 * device of a user for itself.
 */
@NullMarked
package io.eventpipeline.push;

import org.jspecify.annotations.NullMarked;
