/**
 * Holds each user to its events per second.
 *
 * <p>Before: {@code accept}. Knows Redis, and no Kafka.
 */
@NullMarked
package io.eventpipeline.ingest.limit;

import org.jspecify.annotations.NullMarked;
