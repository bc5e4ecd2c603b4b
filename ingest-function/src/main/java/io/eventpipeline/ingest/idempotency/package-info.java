/**
 * Lets only the first of several requests with the same idempotency key pass, and only the first
 * delivery of a webhook.
 *
 * <p>Before: {@code accept}. After: {@code redis}. Knows no HTTP and no Kafka.
 */
@NullMarked
package io.eventpipeline.ingest.idempotency;

import org.jspecify.annotations.NullMarked;
