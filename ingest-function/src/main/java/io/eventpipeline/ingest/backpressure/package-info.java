/**
 * Watches how far the consumers are behind, and says when the API is to take nothing more.
 *
 * <p>Before: {@code http}. Knows Kafka, and nothing of requests.
 */
@NullMarked
package io.eventpipeline.ingest.backpressure;

import org.jspecify.annotations.NullMarked;
