/** Sends one notification to its devices, and says what became of each. */
@NullMarked
package io.eventpipeline.push.send;

import org.jspecify.annotations.NullMarked;
