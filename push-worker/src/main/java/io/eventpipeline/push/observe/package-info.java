/** Shows how it goes: metrics and the ten-second line. */
@NullMarked
package io.eventpipeline.push.observe;

import org.jspecify.annotations.NullMarked;
