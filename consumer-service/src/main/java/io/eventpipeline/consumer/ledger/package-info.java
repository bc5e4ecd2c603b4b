/**
 * Keeps the truth in Redis: each method is one atomic script, refused if the partition is
 * another's.
 *
 * <p>Before: {@code listen}, which carries the steps of {@code order} here. Knows no Kafka, and of
 * handlers only what became of an event.
 */
@NullMarked
package io.eventpipeline.consumer.ledger;

import org.jspecify.annotations.NullMarked;
