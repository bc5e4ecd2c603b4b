/**
 * Runs the API as an AWS Lambda function behind API Gateway: turns an event into an HTTP request,
 * hands it to the server of this process, and turns the response into the answer.
 *
 * <p>Before: {@code http}, over loopback. The only package that knows AWS.
 */
@NullMarked
package io.eventpipeline.ingest.lambda;

import org.jspecify.annotations.NullMarked;
