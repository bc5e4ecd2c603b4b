/** The page of users that wait or are paused. Before: HTTP. After: {@code user}. */
@NullMarked
package io.eventpipeline.admin.user.web;

import org.jspecify.annotations.NullMarked;
