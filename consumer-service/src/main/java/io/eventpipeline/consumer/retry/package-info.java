/**
 * Says when a failed event is tried again, and when no more.
 *
 * <p>Before: {@code handle}. Pure: knows no Kafka, no Redis, no clock; chance comes in from
 * outside.
 */
@NullMarked
package io.eventpipeline.consumer.retry;

import org.jspecify.annotations.NullMarked;
