/** The metrics of the ingest API, and its counters in Redis. Knows {@code redis} alone. */
@NullMarked
package io.eventpipeline.ingest.observe;

import org.jspecify.annotations.NullMarked;
