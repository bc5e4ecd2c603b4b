package io.eventpipeline.ingest.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.eventpipeline.local.FreePort;
import io.eventpipeline.local.LocalKafka;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both functions in this JVM, while Redis is away. */
class FunctionBeansIT {
  private static final String BROKERS = "kafka.bootstrap.servers";
  private static final String REDIS = "redis.uri";

  @TempDir static Path dir;
  private static LocalKafka kafka;

  @BeforeAll
  static void set() {
    kafka = LocalKafka.start(dir.resolve("kafka"), 0, Map.of());
    System.setProperty(BROKERS, kafka.bootstrapServers());
    System.setProperty(REDIS, "redis://127.0.0.1:" + FreePort.find());
  }

  @AfterAll
  static void unset() {
    System.clearProperty(BROKERS);
    System.clearProperty(REDIS);
    kafka.kill(); // nothing of it is needed, and an orderly end takes seconds
    kafka.close();
  }

  @Test
  void a_call_of_an_http_api_leaves_no_beans_behind() {
    HttpApiFunction function = new HttpApiFunction();
    try (ApplicationContext context = function.getApplicationContext()) {
      assertNothingStays(
          context, () -> function.handleRequest(http(), new SomeCall()).getStatusCode());
    }
  }

  @Test
  void a_call_of_a_rest_api_leaves_no_beans_behind() {
    RestApiFunction function = new RestApiFunction();
    try (ApplicationContext context = function.getApplicationContext()) {
      assertNothingStays(
          context, () -> function.handleRequest(rest(), new SomeCall()).getStatusCode());
    }
  }

  private static void assertNothingStays(ApplicationContext context, IntSupplier status) {
    assertThat(UnaskedBean.MADE).hasValue(0);
    assertThat(status.getAsInt()).isEqualTo(400);
    int before = context.getAllBeanDefinitions().size();
    for (int i = 0; i < 20; i++) {
      assertThat(status.getAsInt()).isEqualTo(400);
    }
    assertThat(context.getAllBeanDefinitions()).hasSize(before);
    assertThat(context.getBeansOfType(Context.class)).isEmpty();
    assertThat(context.getBeansOfType(LambdaLogger.class)).isEmpty();
  }

  private static APIGatewayV2HTTPEvent http() {
    return APIGatewayV2HTTPEvent.builder()
        .withRawPath("/events")
        .withHeaders(Map.of("content-type", "application/json"))
        .withBody("{}")
        .withRequestContext(
            APIGatewayV2HTTPEvent.RequestContext.builder()
                .withHttp(
                    APIGatewayV2HTTPEvent.RequestContext.Http.builder().withMethod("POST").build())
                .build())
        .build();
  }

  private static APIGatewayProxyRequestEvent rest() {
    return new APIGatewayProxyRequestEvent()
        .withPath("/events")
        .withHttpMethod("POST")
        .withHeaders(Map.of("Content-Type", "application/json"))
        .withBody("{}");
  }

  @Test
  void no_server_is_in_the_package() throws IOException {
    try (JarFile jar = new JarFile(Path.of("target", "ingest-lambda-function.jar").toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .anyMatch(name -> name.startsWith("io/micronaut/function/aws/proxy/"))
          .noneMatch(
              name ->
                  name.startsWith("io/micronaut/http/server/netty/")
                      || name.startsWith("io/micronaut/http/netty/")
                      || name.startsWith("io/netty/handler/codec/http/"));
    }
  }

  private static final class SomeCall implements Context {
    @Override
    public String getAwsRequestId() {
      return "id";
    }

    @Override
    public String getLogGroupName() {
      return "group";
    }

    @Override
    public String getLogStreamName() {
      return "stream";
    }

    @Override
    public String getFunctionName() {
      return "ingest";
    }

    @Override
    public String getFunctionVersion() {
      return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
      return "arn";
    }

    @Override
    public CognitoIdentity getIdentity() {
      return null;
    }

    @Override
    public ClientContext getClientContext() {
      return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
      return 1;
    }

    @Override
    public int getMemoryLimitInMB() {
      return 1;
    }

    @Override
    public LambdaLogger getLogger() {
      return LambdaRuntime.getLogger();
    }
  }
}
