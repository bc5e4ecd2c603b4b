/**
 * What clients are told of the API: the compiler makes the OpenAPI document of it, and a test holds
 * that against what the API does. The framework writes answers from their records. Requests are
 * read by hand, so records of requests are never made.
 *
 * <p>A member that does not apply is absent, never null: hence {@code nullable = false} beside
 * {@code @Nullable}, which the compiler would otherwise show to clients.
 *
 * <p>Knows nothing of the rest.
 */
@NullMarked
package io.eventpipeline.ingest.http.api;

import org.jspecify.annotations.NullMarked;
