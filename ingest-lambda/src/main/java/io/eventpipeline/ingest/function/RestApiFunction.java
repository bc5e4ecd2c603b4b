package io.eventpipeline.ingest.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.eventpipeline.ingest.backpressure.Backpressure;
import io.micronaut.function.aws.proxy.payload1.ApiGatewayProxyRequestEventFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda function for REST APIs, and for HTTP APIs with payload 1.0. Its constructor creates
 * the clients, which serve all calls. Threads: one call at a time, as Lambda does it.
 */
public final class RestApiFunction extends ApiGatewayProxyRequestEventFunction
    implements RequestStreamHandler {
  private final GatewayPath paths;
  private final Backpressure backpressure;
  private final GatewayJson json;

  /**
   * Starts the API.
   *
   * @throws IllegalStateException with the reason, such as a wrong setting
   */
  public RestApiFunction() {
    super(FunctionStart.context());
    paths = new GatewayPath(getApplicationContext());
    backpressure = getApplicationContext().getBean(Backpressure.class);
    json = new GatewayJson(getApplicationContext());
    FunctionStart.awaitTopic(getApplicationContext());
  }

  /** Handles one call. Lambda prefers this method, and leaves its own serializer unloaded. */
  @Override
  public void handleRequest(InputStream event, OutputStream response, @Nullable Context context)
      throws IOException {
    json.write(
        response, handleRequest(json.read(event, APIGatewayProxyRequestEvent.class), context));
  }

  /**
   * Handles one call.
   *
   * @throws IllegalArgumentException if the event has no payload 1.0; Lambda counts an error
   */
  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      @Nullable APIGatewayProxyRequestEvent event, @Nullable Context context) {
    if (event == null || event.getPath() == null || event.getHttpMethod() == null) {
      throw new IllegalArgumentException("not an event of API Gateway with payload 1.0");
    }
    APIGatewayProxyRequestEvent.ProxyRequestContext call = event.getRequestContext();
    GatewayBody body =
        GatewayBody.of(event.getBody(), Boolean.TRUE.equals(event.getIsBase64Encoded()));
    event.setBody(body.base64());
    event.setIsBase64Encoded(true);
    event.setMultiValueHeaders(
        GatewayHeaders.ofRequest(event.getMultiValueHeaders(), event.getHeaders())
            .withoutIgnored()
            .from(sourceIp(call))
            .with("content-length", Integer.toString(body.length()))
            .multi());
    event.setHeaders(null);
    event.setPath(paths.of(event.getPath(), stage(event)));
    backpressure.refresh();
    // Without the context, which the framework would register as a new singleton at each call.
    return respond(super.handleRequest(event, null));
  }

  private static @Nullable String sourceIp(
      APIGatewayProxyRequestEvent.@Nullable ProxyRequestContext call) {
    return call == null || call.getIdentity() == null ? null : call.getIdentity().getSourceIp();
  }

  /** HTTP APIs put the stage into paths and name the version; REST APIs do neither. */
  private static @Nullable String stage(APIGatewayProxyRequestEvent event) {
    return event.getVersion() == null || event.getRequestContext() == null
        ? null
        : event.getRequestContext().getStage();
  }

  private static APIGatewayProxyResponseEvent respond(APIGatewayProxyResponseEvent response) {
    response.setMultiValueHeaders(GatewayHeaders.ofAnswer(response.getMultiValueHeaders()).multi());
    response.setHeaders(null);
    return response;
  }
}
