/**
 * What all services share about Redis: what a server says of itself, and what each of its refusals
 * means for the connection. Knows no key and no script of theirs.
 */
@NullMarked
package io.eventpipeline.runtime.redis;

import org.jspecify.annotations.NullMarked;
