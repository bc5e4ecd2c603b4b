/**
 * What clients are told of the API: the compiler makes the OpenAPI document of it, and a test holds
 * that against what the API does. The records are never made; bodies are read and written by hand.
 *
 * <p>Knows nothing of the rest.
 */
@NullMarked
package io.eventpipeline.ingest.http.api;

import org.jspecify.annotations.NullMarked;
