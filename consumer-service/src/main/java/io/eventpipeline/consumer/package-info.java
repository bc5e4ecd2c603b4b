/**
 * Takes events from Kafka through the team's handlers into Redis, in order and with one effect
 * each.
 *
 * <p>To follow an event: {@code listen} → {@code order} → {@code handle} → {@code retry} → {@code
 * ledger}; {@code observe} shows how it goes.
 */
@NullMarked
package io.eventpipeline.consumer;

import org.jspecify.annotations.NullMarked;
