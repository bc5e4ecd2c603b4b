/**
 * Which users wait, for what and until when. Reads what the consumers show, and changes nothing.
 */
@NullMarked
package io.eventpipeline.admin.stuck;

import org.jspecify.annotations.NullMarked;
