package io.eventpipeline.ingest.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.eventpipeline.ingest.backpressure.Backpressure;
import io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda function for HTTP APIs (payload 2.0). Its constructor creates the clients, which serve
 * all calls. Threads: one call at a time, as Lambda does it.
 */
public final class HttpApiFunction extends APIGatewayV2HTTPEventFunction
    implements RequestStreamHandler {
  private final GatewayPath paths;
  private final Backpressure backpressure;
  private final GatewayJson json;

  /**
   * Starts the API.
   *
   * @throws IllegalStateException with the reason, such as a wrong setting
   */
  public HttpApiFunction() {
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
    json.write(response, handleRequest(json.read(event, APIGatewayV2HTTPEvent.class), context));
  }

  /**
   * Handles one call.
   *
   * @throws IllegalArgumentException if the event is not of an HTTP API; Lambda counts an error
   */
  @Override
  public APIGatewayV2HTTPResponse handleRequest(
      @Nullable APIGatewayV2HTTPEvent event, @Nullable Context context) {
    if (event == null || !isComplete(event)) {
      throw new IllegalArgumentException("not an event of API Gateway with payload 2.0");
    }
    APIGatewayV2HTTPEvent.RequestContext call = event.getRequestContext();
    GatewayBody body = GatewayBody.of(event.getBody(), event.getIsBase64Encoded());
    event.setBody(body.base64());
    event.setIsBase64Encoded(true);
    GatewayHeaders headers =
        GatewayHeaders.ofRequest(event.getHeaders())
            .withoutIgnored()
            .from(call.getHttp().getSourceIp())
            .with("content-length", Integer.toString(body.length()));
    List<String> cookies = event.getCookies();
    if (cookies != null && !cookies.isEmpty()) {
      headers.with("cookie", String.join("; ", cookies));
    }
    event.setHeaders(headers.single());
    // The framework reads the path from here, where the gateway has decoded it.
    call.getHttp().setPath(paths.of(event.getRawPath(), call.getStage()));
    backpressure.refresh();
    // Without the context, which the framework would register as a new singleton at each call.
    return respond(super.handleRequest(event, null));
  }

  private static boolean isComplete(APIGatewayV2HTTPEvent event) {
    return event.getRawPath() != null
        && event.getRequestContext() != null
        && event.getRequestContext().getHttp() != null
        && event.getRequestContext().getHttp().getMethod() != null;
  }

  /** HTTP APIs read one value per header, and cookies separately. */
  private static APIGatewayV2HTTPResponse respond(APIGatewayV2HTTPResponse response) {
    GatewayHeaders headers = GatewayHeaders.ofAnswer(response.getMultiValueHeaders());
    response.setCookies(headers.cookies());
    response.setHeaders(headers.single());
    response.setMultiValueHeaders(null);
    return response;
  }
}
