/** The page that shows how the whole pipeline goes. Before: HTTP. After: its figures. */
@NullMarked
package io.eventpipeline.admin.overview;

import org.jspecify.annotations.NullMarked;
