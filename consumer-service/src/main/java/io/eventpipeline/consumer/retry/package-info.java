/**
 * Decides whether and when a failed event is tried again.
 *
 * <p>Before: {@code handle}, which asks after each failed attempt. Pure: must not know Kafka, Redis
 * nor a clock; the random draw comes from outside.
 */
@NullMarked
package io.eventpipeline.consumer.retry;

import org.jspecify.annotations.NullMarked;
