package io.eventpipeline.ingest.http;

import io.micronaut.http.annotation.FilterMatcher;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks controllers whose requests pass the {@link RequestGuard}. The mark is on the route, not on
 * the path, so that no base path and no way to write a path leads past the check of keys.
 */
@FilterMatcher
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Protected {}
