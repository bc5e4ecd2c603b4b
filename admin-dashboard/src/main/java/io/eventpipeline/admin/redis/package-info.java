/** The way to Redis. Knows no dead letters. */
@NullMarked
package io.eventpipeline.admin.redis;

import org.jspecify.annotations.NullMarked;
