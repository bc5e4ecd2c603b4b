/**
 * Many short names and numbers in little memory.
 *
 * <p>Before: {@code window} and {@code reference}. After: nothing. Knows no Redis, no time and no
 * settings.
 */
@NullMarked
package io.eventpipeline.query.packed;

import org.jspecify.annotations.NullMarked;
