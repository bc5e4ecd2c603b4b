/**
 * Runs the events of a lane through their handlers, one after another, and says what became of
 * each.
 *
 * <p>Before: {@code order}. After: {@code retry}, then {@code ledger}. Knows neither Kafka nor
 * Redis.
 */
@NullMarked
package io.eventpipeline.consumer.handle;

import org.jspecify.annotations.NullMarked;
