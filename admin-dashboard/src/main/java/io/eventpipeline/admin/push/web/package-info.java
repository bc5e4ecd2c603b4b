/** The page of push notifications. Before: HTTP. After: {@code push}. */
@NullMarked
package io.eventpipeline.admin.push.web;

import org.jspecify.annotations.NullMarked;
