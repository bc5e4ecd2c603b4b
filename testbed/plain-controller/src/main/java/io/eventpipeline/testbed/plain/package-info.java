/**
 * A controller that does nothing but produce to Kafka, as a team without the pipeline would write
 * it: no idempotency, no limit, no validation. {@code ./pipeline bench plain-controller} compares
 * the API with it.
 */
@NullMarked
package io.eventpipeline.testbed.plain;

import org.jspecify.annotations.NullMarked;
