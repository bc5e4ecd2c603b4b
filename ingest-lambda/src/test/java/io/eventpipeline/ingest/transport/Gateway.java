package io.eventpipeline.ingest.transport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventpipeline.local.LocalLambda;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How API Gateway converts requests and a function's responses, after AWS' documentation. */
public enum Gateway {
  /** A REST API: payload 1.0. */
  REST {
    @Override
    String handler() {
      return LocalLambda.REST_API;
    }

    @Override
    void describe(ObjectNode event, TransportRequest request, URI target, String sourceIp) {
      event.put("resource", "/{proxy+}");
      event.put("path", target.getPath());
      event.put("httpMethod", request.method());
      ObjectNode single = event.putObject("headers");
      ObjectNode multi = event.putObject("multiValueHeaders");
      request
          .headers()
          .forEach(
              (name, values) -> {
                single.put(name, values.getLast());
                values.forEach(multi.putArray(name)::add);
              });
      describeQuery(event, target.getRawQuery());
      event.putNull("pathParameters");
      event.putNull("stageVariables");
      ObjectNode context = event.putObject("requestContext");
      context.put("stage", "prod").put("path", "/prod" + target.getPath());
      context.putObject("identity").put("sourceIp", sourceIp).putNull("userAgent");
    }

    private void describeQuery(ObjectNode event, @Nullable String query) {
      if (query == null) {
        event.putNull("queryStringParameters");
        event.putNull("multiValueQueryStringParameters");
        return;
      }
      ObjectNode last = event.putObject("queryStringParameters");
      ObjectNode all = event.putObject("multiValueQueryStringParameters");
      for (String pair : query.split("&")) {
        String[] parts = pair.split("=", 2);
        String value = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        last.put(parts[0], value);
        all.withArray(parts[0]).add(value);
      }
    }

    @Override
    Map<String, List<String>> headers(JsonNode answer) {
      Map<String, List<String>> headers = new TreeMap<>();
      answer
          .path("headers")
          .properties()
          .forEach(h -> headers.put(lower(h.getKey()), List.of(h.getValue().asText())));
      answer
          .path("multiValueHeaders")
          .properties()
          .forEach(h -> headers.put(lower(h.getKey()), texts(h.getValue())));
      return headers;
    }
  },

  /** An HTTP API: payload 2.0. */
  HTTP {
    @Override
    String handler() {
      return LocalLambda.HTTP_API;
    }

    @Override
    void describe(ObjectNode event, TransportRequest request, URI target, String sourceIp) {
      event.put("version", "2.0").put("routeKey", "$default");
      event.put("rawPath", target.getRawPath());
      event.put("rawQueryString", target.getRawQuery() == null ? "" : target.getRawQuery());
      if (target.getRawQuery() != null) {
        describeQuery(event.putObject("queryStringParameters"), target.getRawQuery());
      }
      ObjectNode headers = event.putObject("headers");
      request
          .headers()
          .forEach((name, values) -> headers.put(lower(name), String.join(",", values)));
      JsonNode cookies = headers.remove("cookie");
      if (cookies != null) {
        ArrayNode all = event.putArray("cookies");
        for (String cookie : cookies.asText().split("; ?")) {
          all.add(cookie);
        }
      }
      ObjectNode context = event.putObject("requestContext");
      context.put("stage", "$default");
      context
          .putObject("http")
          .put("method", request.method())
          .put("path", target.getPath())
          .put("protocol", "HTTP/1.1")
          .put("sourceIp", sourceIp);
    }

    private void describeQuery(ObjectNode parameters, String query) {
      for (String pair : query.split("&")) {
        String[] parts = pair.split("=", 2);
        String value = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        JsonNode before = parameters.get(parts[0]);
        parameters.put(parts[0], before == null ? value : before.asText() + "," + value);
      }
    }

    @Override
    Map<String, List<String>> headers(JsonNode answer) {
      Map<String, List<String>> headers = new TreeMap<>();
      answer
          .path("headers")
          .properties()
          .forEach(h -> headers.put(lower(h.getKey()), List.of(h.getValue().asText())));
      if (answer.has("cookies")) {
        headers.put("set-cookie", texts(answer.path("cookies")));
      }
      return headers;
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The handler that such an API calls. */
  abstract String handler();

  abstract void describe(ObjectNode event, TransportRequest request, URI target, String sourceIp);

  abstract Map<String, List<String>> headers(JsonNode answer);

  String event(TransportRequest request, String sourceIp, boolean base64) throws Exception {
    ObjectNode event = JSON.createObjectNode();
    describe(event, request, URI.create(request.target()), sourceIp);
    if (request.body().length == 0) {
      event.putNull("body");
    } else {
      event.put(
          "body",
          base64
              ? Base64.getEncoder().encodeToString(request.body())
              : new String(request.body(), StandardCharsets.UTF_8));
    }
    event.put("isBase64Encoded", base64);
    return JSON.writeValueAsString(event);
  }

  TransportReply answer(String json) throws Exception {
    JsonNode answer = JSON.readTree(json);
    String body = answer.path("body").asText("");
    return new TransportReply(
        answer.path("statusCode").intValue(),
        headers(answer),
        answer.path("isBase64Encoded").asBoolean()
            ? Base64.getDecoder().decode(body)
            : body.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.asText()));
    return texts;
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
