package io.eventpipeline.query.http.api;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the responses to an id that no row has. */
@ApiResponse(
    responseCode = "400",
    description = "No row can have this id",
    content =
        @Content(
            mediaType = MetricsApi.PROBLEM,
            schema = @Schema(implementation = ProblemSchema.class)))
@ApiResponse(
    responseCode = "404",
    description = "No row has this id",
    content =
        @Content(
            mediaType = MetricsApi.PROBLEM,
            schema = @Schema(implementation = ProblemSchema.class)))
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface IdResponses {}
