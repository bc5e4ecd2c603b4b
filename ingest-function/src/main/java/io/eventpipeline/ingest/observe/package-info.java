/** What the ingest API shows of itself. Knows none of the other packages. */
@NullMarked
package io.eventpipeline.ingest.observe;

import org.jspecify.annotations.NullMarked;
