/**
 * Counts a window, and joins it with the reference table.
 *
 * <p>Before: {@code http}. After: {@code window}, {@code reference}. Knows no HTTP.
 */
@NullMarked
package io.eventpipeline.query.metrics;

import org.jspecify.annotations.NullMarked;
