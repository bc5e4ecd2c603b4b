/**
 * Push notifications: what waits, what was given up, and sending that again. Before: an operator's
 * wish. After: the push worker.
 */
@NullMarked
package io.eventpipeline.admin.push;

import org.jspecify.annotations.NullMarked;
