/** Reads and writes notifications. Pure: knows neither Redis nor a clock. */
@NullMarked
package io.eventpipeline.push.note;

import org.jspecify.annotations.NullMarked;
