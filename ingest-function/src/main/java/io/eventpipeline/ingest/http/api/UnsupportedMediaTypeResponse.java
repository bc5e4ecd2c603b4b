package io.eventpipeline.ingest.http.api;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the response to a body of an unsupported media type or encoding. */
@ApiResponse(
    responseCode = "415",
    description = "The body has an unsupported media type, is not in UTF-8, or is compressed",
    headers = {
      @Header(
          name = "Accept",
          description = "The supported media types",
          schema = @Schema(type = "string")),
      @Header(name = "Accept-Encoding", schema = @Schema(type = "string"))
    },
    content =
        @Content(
            mediaType = EventsApi.PROBLEM,
            schema = @Schema(implementation = ProblemBody.class)))
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface UnsupportedMediaTypeResponse {}
