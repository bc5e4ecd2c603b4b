/**
 * Starts a service, or ends its process with one line that names the error.
 *
 * <p>Before: the {@code main} methods. After: Micronaut. Knows no Kafka and no Redis.
 */
@NullMarked
package io.eventpipeline.runtime.start;

import org.jspecify.annotations.NullMarked;
