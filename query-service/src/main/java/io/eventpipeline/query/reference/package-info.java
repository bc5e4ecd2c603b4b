/**
 * The reference table: what it says about each user, how it is uploaded, stored in Redis and
 * loaded.
 *
 * <p>Before: {@code http}, {@code metrics}. After: {@code redis}. Knows nothing of events.
 */
@NullMarked
package io.eventpipeline.query.reference;

import org.jspecify.annotations.NullMarked;
