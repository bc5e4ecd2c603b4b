package io.eventpipeline.ingest.http.api;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the response to a body that is too large. */
@ApiResponse(
    responseCode = "413",
    description = "The body or the event is too large",
    content =
        @Content(
            mediaType = EventsApi.PROBLEM,
            schema = @Schema(implementation = ProblemBody.class)))
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface TooLargeResponse {}
