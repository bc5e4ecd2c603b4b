package io.eventpipeline.local;

/** Calls of API Gateway: a POST of JSON, as the two kinds of API tell it to a function. */
public final class GatewayEvent {
  private GatewayEvent() {}

  /** From an HTTP API (payload 2.0). */
  public static String http(String path, String json) {
    return """
    {"version":"2.0","rawPath":"%s","rawQueryString":"","headers":{"content-type":"application/json"},\
    "requestContext":{"http":{"method":"POST","sourceIp":"203.0.113.7"}},"isBase64Encoded":false,"body":"%s"}\
    """
        .formatted(path, quoted(json));
  }

  /** From a REST API (payload 1.0). */
  public static String rest(String path, String json) {
    return """
    {"path":"%s","httpMethod":"POST","multiValueHeaders":{"Content-Type":["application/json"]},\
    "requestContext":{"identity":{"sourceIp":"203.0.113.7"}},"isBase64Encoded":false,"body":"%s"}\
    """
        .formatted(path, quoted(json));
  }

  private static String quoted(String json) {
    return json.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
