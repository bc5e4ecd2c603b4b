/**
 * The window of the query service by plan and region. Before: HTTP. After: the query service, which
 * may be away.
 */
@NullMarked
package io.eventpipeline.admin.overview.window;

import org.jspecify.annotations.NullMarked;
