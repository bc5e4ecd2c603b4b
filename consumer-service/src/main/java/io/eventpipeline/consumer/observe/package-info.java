/** What the consumer shows of itself. Knows none of the other packages. */
@NullMarked
package io.eventpipeline.consumer.observe;

import org.jspecify.annotations.NullMarked;
