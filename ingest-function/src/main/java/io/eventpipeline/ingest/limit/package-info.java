/**
 * Limits the events per second of each user, and of each address if configured, and the requests of
 * each address at a webhook source.
 *
 * <p>Before: {@code accept}. After: {@code redis}. Knows no Kafka.
 */
@NullMarked
package io.eventpipeline.ingest.limit;

import org.jspecify.annotations.NullMarked;
