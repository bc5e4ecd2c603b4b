package io.eventpipeline.ingest.webhook;

import io.eventpipeline.local.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Signs webhooks as senders do. */
public final class Signing {
  private Signing() {}

  /** HMAC-SHA256 of a prefix and a body. */
  public static byte[] hmac(byte[] key, String prefix, byte[] body) {
    return WebhookSignature.hmac(key, bytes(prefix), body);
  }

  public static String hex(String secret, String prefix, byte[] body) {
    return HexFormat.of().formatHex(hmac(bytes(secret), prefix, body));
  }

  public static String base64(byte[] key, String prefix, byte[] body) {
    return Base64.getEncoder().encodeToString(hmac(key, prefix, body));
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
