/** Says when to try again. Pure. */
@NullMarked
package io.eventpipeline.runtime.retry;

import org.jspecify.annotations.NullMarked;
