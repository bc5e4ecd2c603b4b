/**
 * Puts accepted events into the topic.
 *
 * <p>Before: {@code accept}. Knows Kafka, and no Redis.
 */
@NullMarked
package io.eventpipeline.ingest.publish;

import org.jspecify.annotations.NullMarked;
