/** Shows how it goes: metrics. */
@NullMarked
package io.eventpipeline.admin.observe;

import org.jspecify.annotations.NullMarked;
