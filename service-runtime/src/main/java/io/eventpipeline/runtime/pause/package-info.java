/** The scripts that pause one user and let it go on, for operators and consumers. */
@NullMarked
package io.eventpipeline.runtime.pause;

import org.jspecify.annotations.NullMarked;
