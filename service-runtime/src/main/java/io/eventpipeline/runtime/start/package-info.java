/** Starts a service, or ends its process with one line that names what is wrong. */
@NullMarked
package io.eventpipeline.runtime.start;

import org.jspecify.annotations.NullMarked;
