package io.eventpipeline.admin.replay.web;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the response while something that is needed is away. */
@ApiResponse(
    responseCode = "503",
    description = "Redis or Kafka does not answer, or the audit cannot be written",
    headers = @Header(name = "Retry-After", schema = @Schema(type = "integer")),
    content =
        @Content(
            mediaType = DeadLetterApi.PROBLEM,
            schema = @Schema(implementation = ProblemSchema.class)))
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface RedisResponse {}
