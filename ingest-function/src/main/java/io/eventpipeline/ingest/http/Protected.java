package io.eventpipeline.ingest.http;

import io.micronaut.http.annotation.FilterMatcher;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks controllers whose requests pass the {@link RequestGuard}. The mark is on the route, not on
 * the path, so no base path and no spelling of a path leads past the key check.
 */
@FilterMatcher
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Protected {}
