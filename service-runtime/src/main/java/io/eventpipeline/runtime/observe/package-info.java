/**
 * How a service shows how it goes. Knows no event, no Kafka and no Redis: what is shown is each
 * service's own list.
 */
@NullMarked
package io.eventpipeline.runtime.observe;

import org.jspecify.annotations.NullMarked;
