/**
 * What all services share about Redis: what a server says of itself, and what each of its refusals
 * means for the connection. The names of all keys stand in one place; scripts are each service's
 * own.
 */
@NullMarked
package io.eventpipeline.runtime.redis;

import org.jspecify.annotations.NullMarked;
