package io.eventpipeline.local;

/** The JSON with which API Gateway calls a function for a POST. */
public final class GatewayEvent {
  private GatewayEvent() {}

  /** Of an HTTP API (payload format 2.0). */
  public static String http(String path, String json) {
    return """
    {"version":"2.0","rawPath":"%s","rawQueryString":"","headers":{"content-type":"application/json"},\
    "requestContext":{"http":{"method":"POST","sourceIp":"203.0.113.7"}},"isBase64Encoded":false,"body":"%s"}\
    """
        .formatted(path, quoted(json));
  }

  /** Of a REST API (payload format 1.0). */
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
