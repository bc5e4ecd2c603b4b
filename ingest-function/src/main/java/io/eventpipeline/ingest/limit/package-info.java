/**
 * Holds each user, and each address if wanted, to its events per second.
 *
 * <p>Before: {@code accept}. After: {@code redis}. Knows no Kafka.
 */
@NullMarked
package io.eventpipeline.ingest.limit;

import org.jspecify.annotations.NullMarked;
