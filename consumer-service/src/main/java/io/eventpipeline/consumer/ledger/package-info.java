/**
 * Claims, settles and releases events in Redis. Each call is one atomic script, and Redis refuses
 * it if the partition has a newer owner.
 *
 * <p>Before: {@code engine}, which sends the steps of {@code order} here. After: nothing; Redis
 * keeps the final events. Must not know Kafka, {@code engine} nor {@code handle}.
 */
@NullMarked
package io.eventpipeline.consumer.ledger;

import org.jspecify.annotations.NullMarked;
