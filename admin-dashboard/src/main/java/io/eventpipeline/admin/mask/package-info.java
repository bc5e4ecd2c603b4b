/**
 * Hides the values of fields that nobody is to see. Before: whatever is shown. Knows nothing else
 * of this module.
 */
@NullMarked
package io.eventpipeline.admin.mask;

import org.jspecify.annotations.NullMarked;
