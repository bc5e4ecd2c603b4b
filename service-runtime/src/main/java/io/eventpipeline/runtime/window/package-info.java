/**
 * How long the window log keeps events. The consumer writes the log, the query service reads it.
 */
@NullMarked
package io.eventpipeline.runtime.window;

import org.jspecify.annotations.NullMarked;
