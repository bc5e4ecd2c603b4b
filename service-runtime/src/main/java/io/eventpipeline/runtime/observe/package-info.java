/**
 * Logs and meters of all services.
 *
 * <p>Before: every package of the services. After: Micrometer and Logback. Knows no event, no Kafka
 * and no Redis: each service lists its own meters.
 */
@NullMarked
package io.eventpipeline.runtime.observe;

import org.jspecify.annotations.NullMarked;
