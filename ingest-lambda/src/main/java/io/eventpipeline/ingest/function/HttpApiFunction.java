package io.eventpipeline.ingest.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.eventpipeline.ingest.backpressure.Backpressure;
import io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda function for HTTP APIs (payload 2.0). Its clients are made once, with it, and serve
 * every later call. Threads: one call at a time, as Lambda does it.
 */
public final class HttpApiFunction extends APIGatewayV2HTTPEventFunction {
  private final GatewayPath paths;
  private final Backpressure pressure;

  /**
   * Starts the API.
   *
   * @throws IllegalStateException naming what stands in the way, such as a wrong setting
   */
  public HttpApiFunction() {
    super(FunctionStart.context());
    paths = new GatewayPath(getApplicationContext());
    pressure = getApplicationContext().getBean(Backpressure.class);
    FunctionStart.awaitTopic(getApplicationContext());
  }

  /**
   * Answers one call.
   *
   * @throws IllegalArgumentException if it is none of an HTTP API; Lambda counts it as an error
   */
  @Override
  public APIGatewayV2HTTPResponse handleRequest(
      @Nullable APIGatewayV2HTTPEvent event, @Nullable Context context) {
    if (event == null
        || event.getRawPath() == null
        || event.getRequestContext() == null
        || event.getRequestContext().getHttp() == null
        || event.getRequestContext().getHttp().getMethod() == null) {
      throw new IllegalArgumentException("no event of API Gateway with payload 2.0");
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
    // The framework takes its path from here, where it is decoded.
    call.getHttp().setPath(paths.of(event.getRawPath(), call.getStage()));
    pressure.refresh();
    // Without the context: the framework would register it as one more singleton at each call.
    return answer(super.handleRequest(event, null));
  }

  /** HTTP APIs read one value of a header, and cookies by themselves. */
  private static APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPResponse response) {
    GatewayHeaders headers = GatewayHeaders.ofAnswer(response.getMultiValueHeaders());
    response.setCookies(headers.cookies());
    response.setHeaders(headers.single());
    response.setMultiValueHeaders(null);
    return response;
  }
}
