/**
 * Keeps slow, silent and greedy clients from blocking the server. Only a Netty server needs it.
 *
 * <p>Before: {@code http}, which does not know it.
 */
@NullMarked
package io.eventpipeline.ingest.http.netty;

import org.jspecify.annotations.NullMarked;
