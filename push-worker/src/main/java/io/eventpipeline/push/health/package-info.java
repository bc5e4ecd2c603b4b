/** Says whether the worker works, and whether somebody should look at it. */
@NullMarked
package io.eventpipeline.push.health;

import org.jspecify.annotations.NullMarked;
