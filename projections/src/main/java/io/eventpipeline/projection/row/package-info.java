/**
 * What a table holds of one event, and how an event's payload becomes that.
 *
 * <p>Before: {@code handle}. After: {@code write} and {@code sql}. Pure: knows no SQL, no threads
 * and no framework.
 */
@NullMarked
package io.eventpipeline.projection.row;

import org.jspecify.annotations.NullMarked;
