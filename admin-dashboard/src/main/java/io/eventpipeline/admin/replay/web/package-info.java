/**
 * The page of dead letters and its jobs, and the API for programs. Before: HTTP. After: {@code
 * deadletter} and {@code replay}.
 */
@NullMarked
package io.eventpipeline.admin.replay.web;

import org.jspecify.annotations.NullMarked;
