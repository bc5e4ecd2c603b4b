/**
 * Decides the next step of each user's events, so that their order holds.
 *
 * <p>Before: the event loop, which adds records and carries out steps. After: {@code handle} and
 * {@code ledger}, where the steps lead. Pure: knows no Kafka, no Redis and no thread, and takes the
 * time from its caller.
 *
 * <p>Start with {@link io.eventpipeline.consumer.order.Lane#decide} and the table in {@link
 * io.eventpipeline.consumer.order.LaneState}.
 */
@NullMarked
package io.eventpipeline.consumer.order;

import org.jspecify.annotations.NullMarked;
