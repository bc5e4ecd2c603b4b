/**
 * Turns the decisions of {@code order} into calls to Redis and handler runs.
 *
 * <p>Before: {@code listen}, which hands in records. After: {@code order} decides the next step,
 * {@code ledger} claims and settles, {@code handle} runs handlers, {@code offset} keeps what may be
 * committed. One thread, {@link io.eventpipeline.consumer.engine.EventLoop}, owns all state; {@link
 * io.eventpipeline.consumer.engine.Partition} is what it shares with the poll thread. Must not know
 * Kafka, nor {@code listen}.
 *
 * <p>Start reading at {@link io.eventpipeline.consumer.engine.PartitionWorker}.
 */
@NullMarked
package io.eventpipeline.consumer.engine;

import org.jspecify.annotations.NullMarked;
