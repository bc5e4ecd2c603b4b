/**
 * Runs dead letters again: one, or a job of many. Before: {@code deadletter}. After: Kafka, then
 * the consumer.
 */
@NullMarked
package io.eventpipeline.admin.replay;

import org.jspecify.annotations.NullMarked;
