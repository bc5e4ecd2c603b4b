package io.eventpipeline.query.http.api;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeIn;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** Windowed metrics. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Event Pipeline: queries",
            version = "1",
            description =
                "Counts the events that were processed, by the time at which they happened, and"
                    + " joins them with a reference table of users. Shows the users and orders that"
                    + " projections keep in SQL. Requests need an API key if the"
                    + " server has any; without keys, uploads come from the server's machine"
                    + " only."),
    security = {
      @SecurityRequirement(name = MetricsApi.BEARER),
      @SecurityRequirement(name = MetricsApi.KEY)
    })
@SecurityScheme(name = MetricsApi.BEARER, type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityScheme(
    name = MetricsApi.KEY,
    type = SecuritySchemeType.APIKEY,
    in = SecuritySchemeIn.HEADER,
    paramName = "X-API-Key")
public interface MetricsApi {
  String BEARER = "bearer";
  String KEY = "key";
  String JSON = "application/json";
  String PROBLEM = "application/problem+json";

  /** Counts the last seconds. */
  @Operation(
      operationId = "windowMetrics",
      summary = "Count the events of the last seconds",
      description =
          "The window is the whole seconds up to the current one, by Redis' clock. Events count"
              + " from the moment at which they are processed.",
      parameters =
          @Parameter(
              in = ParameterIn.QUERY,
              name = "window",
              description = "Seconds, from 1 to window.retention (1800).",
              schema = @Schema(type = "integer", minimum = "1", defaultValue = "300")))
  @ApiResponse(
      responseCode = "200",
      description = "The counts",
      content =
          @Content(
              mediaType = JSON,
              schema = @Schema(implementation = MetricsSchema.class),
              examples =
                  @ExampleObject(
                      name = "metrics",
                      value =
                          """
                          {"window_sec": 300, "events_per_sec": 2.5, "unique_users": 41,
                           "unknown": 12, "by_plan": {"free": 512, "pro": 226},
                           "by_region": {"eu": 738, "us": 0}}\
                          """)))
  @ApiResponse(
      responseCode = "400",
      description = "window is no whole number in its range",
      content =
          @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemSchema.class)))
  @KeyResponse
  @AwayResponse
  HttpResponse<?> metrics(@Parameter(hidden = true) HttpRequest<?> request);
}
