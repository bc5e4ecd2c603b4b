package io.eventpipeline.ingest.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySourcePropertyResolver;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayPathTest {
  @ParameterizedTest
  @CsvSource({
    "/events, $default, '', /events",
    "/events, , '', /events",
    "/prod/events, prod, '', /events",
    "/production/events, prod, '', /production/events",
    "/events/events, events, '', /events",
    "/prod, prod, '', /",
    "/prod/events, prod, /prod, /prod/events",
    "/prod/prod/events, prod, prod/, /prod/prod/events",
    "/prod/v1/events, prod, /v1/, /v1/events",
    "/v1/events, prod, /v1, /v1/events",
    "/a%20ä b, , '', /a%20%C3%A4%20b",
    "/100%, , '', /100%25",
    "/%zz/%4, , '', /%25zz/%254",
    "//host/events, , '', /%2Fhost/events",
    "/[x]|{y}, , '', /%5Bx%5D%7C%7By%7D",
  })
  void a_path_is_the_apis_own_and_encoded(
      String told, String stage, String basePath, String expected) {
    Map<String, Object> settings =
        basePath.isEmpty() ? Map.of() : Map.of("micronaut.server.context-path", basePath);
    String path =
        new GatewayPath(new PropertySourcePropertyResolver(new MapPropertySource("test", settings)))
            .of(told, stage);
    assertThat(path).isEqualTo(expected);
    assertThat(URI.create(path).getRawPath()).isEqualTo(expected);
  }
}
