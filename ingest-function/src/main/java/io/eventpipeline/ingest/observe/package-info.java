/** The metrics of the ingest API. Knows none of the other packages. */
@NullMarked
package io.eventpipeline.ingest.observe;

import org.jspecify.annotations.NullMarked;
