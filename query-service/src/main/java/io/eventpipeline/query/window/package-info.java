/**
 * Mirrors the window log, which the consumer writes into Redis.
 *
 * <p>Before: {@code metrics}. After: {@code redis}. Knows no reference table's contents.
 */
@NullMarked
package io.eventpipeline.query.window;

import org.jspecify.annotations.NullMarked;
