/** The connection to Redis. Before: everything that asks Redis. After: Lettuce. */
@NullMarked
package io.eventpipeline.query.redis;

import org.jspecify.annotations.NullMarked;
