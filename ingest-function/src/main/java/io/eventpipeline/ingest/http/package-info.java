/**
 * Reads HTTP requests, writes responses, and turns every failure into a problem document.
 *
 * <p>After: {@code accept}. The only package that knows a transport.
 */
@NullMarked
package io.eventpipeline.ingest.http;

import org.jspecify.annotations.NullMarked;
