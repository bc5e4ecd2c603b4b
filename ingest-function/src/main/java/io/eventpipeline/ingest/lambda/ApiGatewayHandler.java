package io.eventpipeline.ingest.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.eventpipeline.ingest.pressure.Pressure;
import io.eventpipeline.ingest.publish.TopicProducer;
import io.eventpipeline.runtime.start.StartFailure;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;

/**
 * The Lambda function: an HTTP API (payload 2.0) and a REST API (payload 1.0) may both call it. Its
 * clients are made once, with it, and serve every later call. Threads: one call at a time, as
 * Lambda does it.
 */
public final class ApiGatewayHandler implements RequestStreamHandler {
  /** Lambda gives the start 10 seconds; the first answer should not be a 503 for want of one. */
  static final Duration FIRST_TOPIC = Duration.ofSeconds(4);

  private final LoopbackClient client;
  private final Pressure pressure;

  /**
   * Starts the API.
   *
   * @throws IllegalStateException naming what stands in the way, such as a wrong setting. It has no
   *     cause, since Lambda logs each message of an exception, and a library's may quote a secret
   */
  public ApiGatewayHandler() {
    try {
      ApplicationContext context = start();
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      client = new LoopbackClient(server.getPort());
      pressure = context.getBean(Pressure.class);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(context::close));
      context.getBean(TopicProducer.class).await(FIRST_TOPIC);
    } catch (RuntimeException e) {
      throw new IllegalStateException("the ingest API cannot start: " + StartFailure.reason(e));
    }
  }

  private static ApplicationContext start() {
    return ApplicationContext.builder()
        .properties(
            Map.of(
                "micronaut.server.host",
                "127.0.0.1",
                "micronaut.server.port",
                -1,
                "http.trusted-proxies",
                trustedProxies()))
        .environments(Environment.FUNCTION)
        .deduceEnvironment(false)
        .deduceCloudEnvironment(false)
        .banner(false)
        .start();
  }

  /** What the team trusts, and this process, which says where a call came from. */
  private static String trustedProxies() {
    String given = System.getenv("HTTP_TRUSTED_PROXIES");
    return "127.0.0.1/32" + (given == null || given.isBlank() ? "" : "," + given);
  }

  /**
   * Answers one call of API Gateway.
   *
   * @throws IllegalArgumentException if the input is no such call; Lambda counts it as an error
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    GatewayCall call = GatewayCall.read(input);
    pressure.refresh();
    GatewayAnswer.of(client.send(call), call.payload()).write(output);
  }
}
