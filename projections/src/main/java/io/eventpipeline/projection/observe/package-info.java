/**
 * The meters of the projections and their line in the log.
 *
 * <p>Before: {@code handle} and {@code write}. After: Micrometer. Knows no JDBC.
 */
@NullMarked
package io.eventpipeline.projection.observe;

import org.jspecify.annotations.NullMarked;
