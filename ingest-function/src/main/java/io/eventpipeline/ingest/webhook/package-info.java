/**
 * Takes signed webhooks: checks the signature over the raw bytes, maps the body to an event, and
 * publishes each event once.
 *
 * <p>Before: {@code http}. After: {@code idempotency}, {@code limit}, {@code publish}. Knows no
 * transport.
 */
@NullMarked
package io.eventpipeline.ingest.webhook;

import org.jspecify.annotations.NullMarked;
