/**
 * Publishes accepted events to the topic.
 *
 * <p>Before: {@code accept}. Knows Kafka, but no Redis.
 */
@NullMarked
package io.eventpipeline.ingest.publish;

import org.jspecify.annotations.NullMarked;
