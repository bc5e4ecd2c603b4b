/**
 * Writes into Redis what became of entries, and brings those back that are due for another attempt.
 *
 * <p>Before: {@code send}.
 */
@NullMarked
package io.eventpipeline.push.finish;

import org.jspecify.annotations.NullMarked;
