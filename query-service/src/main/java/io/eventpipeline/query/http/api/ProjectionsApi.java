package io.eventpipeline.query.http.api;

import io.eventpipeline.query.sql.OrderPayment;
import io.eventpipeline.query.sql.UserOrders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

/** Users and orders. */
public interface ProjectionsApi {
  /** Reads a user. */
  @Operation(
      operationId = "user",
      summary = "Read a user with the latest orders",
      description =
          "The state that the processed events add up to. Needs projections: without a database"
              + " every id gets 404.")
  @ApiResponse(
      responseCode = "200",
      description = "The user",
      content =
          @Content(
              mediaType = MetricsApi.JSON,
              schema = @Schema(implementation = UserOrders.class),
              examples =
                  @ExampleObject(
                      name = "user",
                      value =
                          """
                          {"user": {"userId": "ann", "email": "ann@example.com", "name": "Ann",
                            "createdAt": "2026-11-20T09:00:00.000Z"},
                           "recentOrders": [{"orderId": "o-1", "userId": "ann", "amount": 30.75,
                            "status": "placed", "placedAt": "2026-11-20T10:00:00.123Z"}]}\
                          """)))
  @IdResponses
  @KeyResponse
  @AwayResponse
  HttpResponse<?> user(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(description = "The user's id.") String id);

  /** Reads an order. */
  @Operation(
      operationId = "order",
      summary = "Read an order with its payment",
      description =
          "The state that the processed events add up to. Needs projections: without a database"
              + " every id gets 404.")
  @ApiResponse(
      responseCode = "200",
      description = "The order",
      content =
          @Content(
              mediaType = MetricsApi.JSON,
              schema = @Schema(implementation = OrderPayment.class),
              examples =
                  @ExampleObject(
                      name = "order",
                      value =
                          """
                          {"order": {"orderId": "o-1", "userId": "ann", "amount": 30.75,
                            "status": "placed", "placedAt": "2026-11-20T10:00:00.123Z"},
                           "payment": {"paymentId": "p-1", "amount": 30.75, "status": "settled",
                            "settledAt": "2026-11-20T10:00:07.500Z"}}\
                          """)))
  @IdResponses
  @KeyResponse
  @AwayResponse
  HttpResponse<?> order(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(description = "The order's id.") String id);
}
