/**
 * What all services share about Redis: sessions, key names, server information, and the meaning of
 * a server's refusals.
 *
 * <p>Before: the Redis connections of the services. After: Lettuce. Knows no scripts: each service
 * has its own.
 */
@NullMarked
package io.eventpipeline.runtime.redis;

import org.jspecify.annotations.NullMarked;
