package io.eventpipeline.ingest.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * An HTTP response as API Gateway wants to be told it.
 *
 * @param headers those that belong to the response, not to a connection
 */
record GatewayAnswer(Payload payload, int status, HttpHeaders headers, byte[] body) {
  private static final JsonFactory JSON = new JsonFactory();

  /** What the gateway says of itself. */
  private static final List<CharSequence> OF_THE_CONNECTION =
      List.of(
          HttpHeaderNames.CONNECTION,
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.DATE);

  static GatewayAnswer of(LoopbackClient.Response response, Payload payload) {
    HttpHeaders headers = response.headers().copy();
    OF_THE_CONNECTION.forEach(headers::remove);
    return new GatewayAnswer(payload, response.status(), headers, response.body());
  }

  void write(OutputStream output) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(output)) {
      json.writeStartObject();
      json.writeNumberField("statusCode", status);
      switch (payload) {
        case V1 -> writeEachValue(json);
        case V2 -> writeJoinedValues(json);
      }
      writeBody(json);
      json.writeEndObject();
    }
  }

  private void writeEachValue(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("multiValueHeaders");
    for (String name : headers.names()) {
      writeList(json, name, headers.getAll(name));
    }
    json.writeEndObject();
  }

  /** Values of one name may be joined, but for cookies, which have a list of their own. */
  private void writeJoinedValues(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("headers");
    Set<String> names = headers.names();
    for (String name : names) {
      if (!HttpHeaderNames.SET_COOKIE.contentEqualsIgnoreCase(name)) {
        json.writeStringField(name, String.join(", ", headers.getAll(name)));
      }
    }
    json.writeEndObject();
    List<String> cookies = headers.getAll(HttpHeaderNames.SET_COOKIE);
    if (!cookies.isEmpty()) {
      writeList(json, "cookies", cookies);
    }
  }

  private static void writeList(JsonGenerator json, String name, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /** As text where that loses nothing. */
  private void writeBody(JsonGenerator json) throws IOException {
    String text;
    boolean binary = false;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException notText) {
      text = Base64.getEncoder().encodeToString(body);
      binary = true;
    }
    json.writeStringField("body", text);
    json.writeBooleanField("isBase64Encoded", binary);
  }
}
