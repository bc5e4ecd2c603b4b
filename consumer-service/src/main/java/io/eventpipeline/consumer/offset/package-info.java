/**
 * How far a partition has come: which offsets are final, what may be committed, and how far it is
 * behind. Pure: knows neither Kafka nor Redis, and asks no clock. Used by {@code engine} and {@code
 * listen}.
 */
@NullMarked
package io.eventpipeline.consumer.offset;

import org.jspecify.annotations.NullMarked;
