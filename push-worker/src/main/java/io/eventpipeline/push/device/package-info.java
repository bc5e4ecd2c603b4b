/** Knows the devices of users, and lets apps register them. */
@NullMarked
package io.eventpipeline.push.device;

import org.jspecify.annotations.NullMarked;
