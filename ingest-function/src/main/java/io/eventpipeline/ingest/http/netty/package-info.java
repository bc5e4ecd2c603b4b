/**
 * Keeps slow, silent and greedy clients from holding the server: what depends on Netty, and on the
 * API being a server at all.
 *
 * <p>Before: {@code http}, which knows nothing of it.
 */
@NullMarked
package io.eventpipeline.ingest.http.netty;

import org.jspecify.annotations.NullMarked;
