package io.eventpipeline.ingest.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One HTTP request as API Gateway tells it.
 *
 * @param payload its form, and the form of the answer
 * @param target path and query, encoded
 * @param headers those that belong to the request, not to a connection
 * @param body empty if there is none
 */
record GatewayCall(
    Payload payload, String method, String target, HttpHeaders headers, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NOT_IN_A_PATH = Pattern.compile("[^!-~]|[\"<>\\\\^`{|}?#]");
  private static final String FORWARDED = "x-forwarded-for";

  /** What concerns the connection to the gateway; and it is the gateway who compresses. */
  private static final List<CharSequence> OF_THE_CONNECTION =
      List.of(
          HttpHeaderNames.CONNECTION,
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.UPGRADE,
          HttpHeaderNames.EXPECT,
          HttpHeaderNames.TE,
          HttpHeaderNames.TRAILER,
          HttpHeaderNames.ACCEPT_ENCODING);

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is JSON, but no call of API Gateway
   * @throws IOException if it is no JSON
   */
  static GatewayCall read(InputStream input) throws IOException {
    JsonNode event = JSON.readTree(input);
    return event.path("version").asText().equals("2.0") ? v2(event) : v1(event);
  }

  private static GatewayCall v1(JsonNode event) {
    JsonNode many = event.path("multiValueHeaders");
    HttpHeaders headers = new DefaultHttpHeaders();
    event.path("headers").properties().forEach(h -> headers.add(h.getKey(), text(h.getValue())));
    many.properties()
        .forEach(h -> headers.set(h.getKey(), texts(h.getValue()))); // says all values, so it wins
    QueryStringEncoder query = new QueryStringEncoder("");
    event
        .path("multiValueQueryStringParameters")
        .properties()
        .forEach(q -> texts(q.getValue()).forEach(value -> query.addParam(q.getKey(), value)));
    return new GatewayCall(
        Payload.V1,
        required(event, "httpMethod"),
        path(required(event, "path")) + query,
        forwarded(headers, event.path("requestContext").path("identity").path("sourceIp")),
        body(event));
  }

  private static GatewayCall v2(JsonNode event) {
    JsonNode http = event.path("requestContext").path("http");
    HttpHeaders headers = new DefaultHttpHeaders();
    event.path("headers").properties().forEach(h -> headers.add(h.getKey(), text(h.getValue())));
    List<String> cookies = texts(event.path("cookies"));
    if (!cookies.isEmpty()) {
      headers.set(HttpHeaderNames.COOKIE, String.join("; ", cookies));
    }
    String query = event.path("rawQueryString").asText("");
    return new GatewayCall(
        Payload.V2,
        required(http, "method"),
        path(required(event, "rawPath")) + (query.isEmpty() ? "" : "?" + path(query)),
        forwarded(headers, http.path("sourceIp")),
        body(event));
  }

  private static String required(JsonNode node, String field) {
    String text = node.path(field).asText("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("no event of API Gateway: it has no " + field);
    }
    return text;
  }

  /** REST APIs decode some characters of it. */
  private static String path(String raw) {
    return NOT_IN_A_PATH
        .matcher(raw)
        .replaceAll(
            found -> URLEncoder.encode(found.group(), StandardCharsets.UTF_8).replace("+", "%20"));
  }

  /** The gateway appends its caller to what the client said, as any proxy does; or we do. */
  private static HttpHeaders forwarded(HttpHeaders headers, JsonNode sourceIp) {
    OF_THE_CONNECTION.forEach(headers::remove);
    String source = sourceIp.asText("");
    String said = String.join(", ", headers.getAll(FORWARDED));
    if (!source.isEmpty() && !(", " + said).endsWith(", " + source)) {
      headers.set(FORWARDED, said.isEmpty() ? source : said + ", " + source);
    }
    return headers;
  }

  private static byte[] body(JsonNode event) {
    String body = event.path("body").asText("");
    return event.path("isBase64Encoded").asBoolean()
        ? Base64.getDecoder().decode(body)
        : body.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(JsonNode value) {
    return value.asText("");
  }

  private static List<String> texts(JsonNode values) {
    return values.valueStream().map(GatewayCall::text).toList();
  }
}
