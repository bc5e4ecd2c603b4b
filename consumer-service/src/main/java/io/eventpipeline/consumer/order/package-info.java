/**
 * Decides what may happen next to each user's events, so that their order holds.
 *
 * <p>Before: {@code listen}, which hands in the records and carries out the steps. After: {@code
 * handle} and {@code ledger}, which the steps lead to. Pure: knows no Kafka, no Redis, no thread
 * and no clock but the one handed in.
 */
@NullMarked
package io.eventpipeline.consumer.order;

import org.jspecify.annotations.NullMarked;
