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

/** Documents the response to a request without a known token. */
@ApiResponse(
    responseCode = "401",
    description = "Missing or unknown token",
    headers = @Header(name = "WWW-Authenticate", schema = @Schema(type = "string")),
    content =
        @Content(
            mediaType = DeadLetterApi.PROBLEM,
            schema = @Schema(implementation = ProblemSchema.class)))
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface TokenResponse {}
