/** Shows how it goes: metrics and the ten-second line. */
@NullMarked
package io.eventpipeline.query.observe;

import org.jspecify.annotations.NullMarked;
