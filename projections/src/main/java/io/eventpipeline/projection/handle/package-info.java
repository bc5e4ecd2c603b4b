/**
 * The handler that the pipeline calls: an event in, a committed row out.
 *
 * <p>Before: the consumer. After: {@code row}, then {@code write}. Knows no SQL.
 */
@NullMarked
package io.eventpipeline.projection.handle;

import org.jspecify.annotations.NullMarked;
