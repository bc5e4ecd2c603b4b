/**
 * Limits the events per second of each user, and of each address if configured.
 *
 * <p>Before: {@code accept}. After: {@code redis}. Knows no Kafka.
 */
@NullMarked
package io.eventpipeline.ingest.limit;

import org.jspecify.annotations.NullMarked;
