package io.eventpipeline.query.http.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The reference table. */
public interface ReferenceApi {
  /** Replaces the table. */
  @Operation(
      operationId = "replaceReference",
      summary = "Replace the reference table",
      description =
          "In one step: no answer mixes two tables, and an upload that fails changes nothing. One"
              + " upload at a time. Of tables with the same ts the last one counts.",
      parameters =
          @Parameter(
              in = ParameterIn.HEADER,
              name = "If-Match",
              description = "The ETag of the table to replace; * for any.",
              schema = @Schema(type = "string")))
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MetricsApi.JSON,
              schema = @Schema(implementation = TableSchema.class),
              examples =
                  @ExampleObject(
                      name = "table",
                      value =
                          """
                          {"user_metadata": {"ann": {"plan": "pro", "region": "eu"},
                            "bob": {"plan": "free", "region": "us"}},
                           "ts": "2026-11-20T09:30:00Z"}\
                          """)))
  @ApiResponse(
      responseCode = "200",
      description = "The table counts now",
      headers = @Header(name = "ETag", required = true, schema = @Schema(type = "string")),
      content =
          @Content(
              mediaType = MetricsApi.JSON,
              schema = @Schema(implementation = UpdatedBody.class)))
  @ApiResponse(
      responseCode = "400",
      description = "The body breaks the rules, or broke off",
      content =
          @Content(
              mediaType = MetricsApi.PROBLEM,
              schema = @Schema(implementation = ProblemSchema.class)))
  @ApiResponse(
      responseCode = "403",
      description = "Without API keys only programs of the server's machine may upload",
      content =
          @Content(
              mediaType = MetricsApi.PROBLEM,
              schema = @Schema(implementation = ProblemSchema.class)))
  @ApiResponse(
      responseCode = "408",
      description = "The body took too long to arrive",
      content =
          @Content(
              mediaType = MetricsApi.PROBLEM,
              schema = @Schema(implementation = ProblemSchema.class)))
  @ApiResponse(
      responseCode = "409",
      description = "ts is older than the current table's, or another upload is under way",
      headers = @Header(name = "Retry-After", schema = @Schema(type = "integer")),
      content =
          @Content(
              mediaType = MetricsApi.PROBLEM,
              schema = @Schema(implementation = ProblemSchema.class)))
  @ApiResponse(
      responseCode = "412",
      description = "Another table is current than If-Match names",
      content =
          @Content(
              mediaType = MetricsApi.PROBLEM,
              schema = @Schema(implementation = ProblemSchema.class)))
  @ApiResponse(
      responseCode = "413",
      description = "The body or the table is too large",
      content =
          @Content(
              mediaType = MetricsApi.PROBLEM,
              schema = @Schema(implementation = ProblemSchema.class)))
  @KeyResponse
  @AwayResponse
  HttpResponse<?> replace(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) @Nullable InputStream body)
      throws IOException;

  /** Describes the table. */
  @Operation(operationId = "reference", summary = "Describe the current table")
  @ApiResponse(
      responseCode = "200",
      description = "The table that counts",
      headers = @Header(name = "ETag", required = true, schema = @Schema(type = "string")),
      content =
          @Content(
              mediaType = MetricsApi.JSON,
              schema = @Schema(implementation = ReferenceBody.class)))
  @ApiResponse(
      responseCode = "404",
      description = "No table was uploaded yet",
      content =
          @Content(
              mediaType = MetricsApi.PROBLEM,
              schema = @Schema(implementation = ProblemSchema.class)))
  @KeyResponse
  @AwayResponse
  HttpResponse<?> current(@Parameter(hidden = true) HttpRequest<?> request);

  /** Finds a user. */
  @Operation(operationId = "referenceUser", summary = "Show what the table says about a user")
  @ApiResponse(
      responseCode = "200",
      description = "The user's attributes",
      headers = @Header(name = "ETag", required = true, schema = @Schema(type = "string")),
      content =
          @Content(mediaType = MetricsApi.JSON, schema = @Schema(implementation = UserBody.class)))
  @ApiResponse(
      responseCode = "404",
      description = "No such user, or no table yet",
      content =
          @Content(
              mediaType = MetricsApi.PROBLEM,
              schema = @Schema(implementation = ProblemSchema.class)))
  @KeyResponse
  @AwayResponse
  HttpResponse<?> user(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(description = "The user's id.") String id);
}
