package io.eventpipeline.ingest.webhook;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that a sender signs with. Threads: any. */
final class SigningSecret {
  private static final String ALGORITHM = "HmacSHA256";

  /** Never updated: each call works on a copy, which is cheaper than a new one. */
  private final Mac mac;

  private final int length;

  /**
   * @param key at least one byte
   */
  SigningSecret(byte[] key) {
    length = key.length;
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("not a key", e);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** The HMAC-SHA256 of both parts, one after the other. */
  byte[] mac(byte[] prefix, byte[] body) {
    try {
      Mac copy = (Mac) mac.clone();
      copy.update(prefix);
      return copy.doFinal(body);
    } catch (CloneNotSupportedException theJdkSupportsIt) {
      throw new IllegalStateException(theJdkSupportsIt);
    }
  }

  /** In bytes. */
  int length() {
    return length;
  }
}
