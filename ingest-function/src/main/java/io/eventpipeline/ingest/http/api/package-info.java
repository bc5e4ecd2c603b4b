/**
 * The description of the API. The compiler makes the OpenAPI document from it, and a test compares
 * the document with the API. The framework serializes the records of responses. Requests are parsed
 * by hand, so nothing ever creates the records of requests.
 *
 * <p>A member that does not apply is absent, never null. Hence {@code nullable = false} beside
 * {@code @Nullable}, which the compiler would otherwise show to clients.
 *
 * <p>Knows no other package.
 */
@NullMarked
package io.eventpipeline.ingest.http.api;

import org.jspecify.annotations.NullMarked;
