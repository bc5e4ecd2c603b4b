/**
 * Runs the API as an AWS Lambda function behind API Gateway: the same beans and controllers,
 * without a server.
 *
 * <p>Before: {@code http}, to which the framework routes. The only package that knows AWS.
 */
@NullMarked
package io.eventpipeline.ingest.function;

import org.jspecify.annotations.NullMarked;
