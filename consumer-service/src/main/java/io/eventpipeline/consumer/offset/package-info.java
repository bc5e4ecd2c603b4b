/**
 * Knows how far a partition has come: which offsets are final, what may be committed, from where to
 * read again, and how far it is behind.
 *
 * <p>Before: {@code listen}, which adds what it reads, and {@code engine}, which finishes it. Pure:
 * must not know Kafka, Redis, any other package, nor a clock.
 */
@NullMarked
package io.eventpipeline.consumer.offset;

import org.jspecify.annotations.NullMarked;
