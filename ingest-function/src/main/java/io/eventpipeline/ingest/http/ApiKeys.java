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

/** The keys of those who may send. Only their hashes are known. Threads: any. */
@Context
final class ApiKeys {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  private final List<byte[]> hashes;

  ApiKeys(HttpSettings settings) {
    hashes = hashes(settings.apiKeys());
    if (isOpen()) {
      LOG.warn("the API is open: whoever reaches it may send events (http.api-keys is empty)");
    } else {
      LOG.info("the API is open to the holders of {} keys only", hashes.size());
    }
  }

  /**
   * Reads them from the setting.
   *
   * @throws IllegalArgumentException naming the property if one is no such hash; without the text
   *     itself, which may be the very key
   */
  static List<byte[]> hashes(Secret sha256s) {
    List<byte[]> hashes = new ArrayList<>();
    if (!sha256s.value().isBlank()) {
      for (String hash : sha256s.value().split(",", -1)) {
        if (!SHA256.matcher(hash.strip()).matches()) {
          throw new IllegalArgumentException(
              "http.api-keys must be SHA-256 of 64 hexadecimal digits each, with commas; number "
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

  /** Takes as long for each key, so that nobody can guess his way. */
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
