/**
 * Builds the tables anew from the topic: {@code ./pipeline rebuild-projections}.
 *
 * <p>Start at {@link io.eventpipeline.projection.rebuild.Rebuild#run}. {@code EventLog} reads the
 * topic, {@code RecordedRows} makes rows of its records, {@code SecondSchema} holds them beside the
 * live tables until they take their place. Knows nothing of the service's beans.
 */
@NullMarked
package io.eventpipeline.projection.rebuild;

import org.jspecify.annotations.NullMarked;
