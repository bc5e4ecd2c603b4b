package io.eventpipeline.ingest.function;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, always in Base64, because the framework would decode a text as a header of
 * the client says.
 *
 * @param base64 empty if there is no body
 * @param length in bytes
 */
record GatewayBody(String base64, int length) {
  /**
   * @param body null if there is none
   */
  static GatewayBody of(@Nullable String body, boolean isBase64) {
    if (body == null || body.isEmpty()) {
      return new GatewayBody("", 0);
    }
    if (isBase64) {
      int padding = body.endsWith("==") ? 2 : body.endsWith("=") ? 1 : 0;
      return new GatewayBody(body, body.length() / 4 * 3 - padding);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new GatewayBody(Base64.getEncoder().encodeToString(bytes), bytes.length);
  }
}
