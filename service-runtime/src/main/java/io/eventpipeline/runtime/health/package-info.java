/** How services answer probes. */
@NullMarked
package io.eventpipeline.runtime.health;

import org.jspecify.annotations.NullMarked;
