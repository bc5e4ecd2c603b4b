/**
 * Commits the rows of many handlers in groups, and says when the database does not take them.
 *
 * <p>Before: {@code handle}, whose threads wait here. After: {@code sql}. Knows no events.
 */
@NullMarked
package io.eventpipeline.projection.write;

import org.jspecify.annotations.NullMarked;
