package io.eventpipeline.ingest.http;

import io.eventpipeline.runtime.config.Secret;
import io.micronaut.context.annotation.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of those who may send. Holds only their hashes. Threads: any. */
@Context
final class ApiKeys {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  private final List<byte[]> hashes;

  ApiKeys(HttpSettings settings) {
    hashes = hashes(settings.apiKeys());
    if (isOpen()) {
      LOG.warn("The API is open: anybody who reaches it may send events; set http.api-keys");
    } else {
      LOG.info("The API accepts requests with any of {} keys", hashes.size());
    }
  }

  /**
   * Reads the hashes from the setting.
   *
   * @throws IllegalArgumentException if one is not a hash. The message names the property, but does
   *     not quote the text, which may be the key itself.
   */
  static List<byte[]> hashes(Secret sha256s) {
    List<byte[]> hashes = new ArrayList<>();
    if (!sha256s.value().isBlank()) {
      for (String hash : sha256s.value().split(",", -1)) {
        if (!SHA256.matcher(hash.strip()).matches()) {
          throw new IllegalArgumentException(
              "http.api-keys must be SHA-256 hashes of 64 hexadecimal digits, separated by commas;"
                  + " number "
                  + (hashes.size() + 1)
                  + " is not");
        }
        hashes.add(HexFormat.of().parseHex(hash.strip()));
      }
    }
    return hashes;
  }

  boolean isOpen() {
    return hashes.isEmpty();
  }

  /** Takes the same time for each key, so that timing reveals nothing. */
  boolean contain(String key) {
    byte[] hash = sha256(key);
    boolean found = false;
    for (byte[] known : hashes) {
      found |= MessageDigest.isEqual(known, hash);
    }
    return found;
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
