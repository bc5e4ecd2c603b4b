/**
 * Answers the probes of orchestrators.
 *
 * <p>Before: Micronaut management. After: nothing. Knows no Kafka and no Redis.
 */
@NullMarked
package io.eventpipeline.runtime.health;

import org.jspecify.annotations.NullMarked;
