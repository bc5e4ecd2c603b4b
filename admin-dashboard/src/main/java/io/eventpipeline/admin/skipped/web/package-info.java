/** The page of skipped events. Before: HTTP. After: {@code skipped}. */
@NullMarked
package io.eventpipeline.admin.skipped.web;

import org.jspecify.annotations.NullMarked;
