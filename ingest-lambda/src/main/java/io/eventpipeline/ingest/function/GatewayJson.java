package io.eventpipeline.ingest.function;

import io.micronaut.context.BeanLocator;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.exceptions.SerdeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Reads the gateway's events and writes the responses, by the framework's mapper. Lambda's own
 * serializer loads 700 more classes at the start. Threads: any.
 */
final class GatewayJson {
  private final JsonMapper mapper;

  GatewayJson(BeanLocator beans) {
    mapper = beans.getBean(JsonMapper.class);
  }

  /**
   * Reads one event.
   *
   * @throws IllegalArgumentException if it is not of this type; Lambda counts an error
   */
  <T> T read(InputStream event, Class<T> type) throws IOException {
    try {
      return mapper.readValue(event, Argument.of(type));
    } catch (SerdeException mayQuoteTheBody) {
      throw new IllegalArgumentException("not an event of API Gateway");
    }
  }

  void write(OutputStream response, Object body) throws IOException {
    mapper.writeValue(response, body);
  }
}
