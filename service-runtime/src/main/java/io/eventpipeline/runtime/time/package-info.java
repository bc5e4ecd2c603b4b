/** Reads the system's clocks and sleeps, so that no other package has to. */
@NullMarked
package io.eventpipeline.runtime.time;

import org.jspecify.annotations.NullMarked;
