/**
 * The transport: controllers, keys, answers.
 *
 * <p>Before: Micronaut. After: {@code metrics}, {@code reference}. Knows no Redis.
 */
@NullMarked
package io.eventpipeline.query.http;

import org.jspecify.annotations.NullMarked;
