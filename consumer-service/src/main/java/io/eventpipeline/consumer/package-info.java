/**
 * Takes events from Kafka through the team's handlers into Redis: in each user's order, and each
 * with one effect.
 *
 * <p>To follow an event: {@code listen} reads it, {@code engine} carries out each step that {@code
 * order} decides (start at {@code PartitionWorker.carryOut}), {@code ledger} claims and settles it
 * in Redis, {@code handle} runs its handler, {@code retry} decides when to try again, {@code
 * offset} says what may be committed. {@code observe} shows how it goes.
 */
@NullMarked
package io.eventpipeline.consumer;

import org.jspecify.annotations.NullMarked;
