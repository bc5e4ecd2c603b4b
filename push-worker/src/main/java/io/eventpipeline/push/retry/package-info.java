/** Decides when a failed notification is sent again. Pure. */
@NullMarked
package io.eventpipeline.push.retry;

import org.jspecify.annotations.NullMarked;
