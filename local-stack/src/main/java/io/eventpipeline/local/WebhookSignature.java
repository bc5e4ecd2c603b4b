package io.eventpipeline.local;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs webhooks as a sender to the source {@code orders} does. */
public final class WebhookSignature {
  /** Header of the signature. */
  public static final String SIGNATURE = "x-signature";

  /** Header of the time, in unix seconds. */
  public static final String TIMESTAMP = "x-timestamp";

  /** Path of the source. */
  public static final String PATH = "/api/webhook/order.created";

  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSignature() {}

  /** The HMAC-SHA256 of the body, in hexadecimal. */
  public static String of(String body, String secret) {
    return of(body.getBytes(StandardCharsets.UTF_8), secret);
  }

  /** The HMAC-SHA256 of the body, in hexadecimal. */
  public static String of(byte[] body, String secret) {
    return HexFormat.of().formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), body));
  }

  /** The HMAC-SHA256 of several parts, one after the other. */
  public static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
