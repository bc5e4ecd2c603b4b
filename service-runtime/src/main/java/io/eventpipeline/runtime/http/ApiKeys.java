package io.eventpipeline.runtime.http;

import io.eventpipeline.runtime.config.Secret;
import io.eventpipeline.runtime.digest.Sha256;
import io.micronaut.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of those who may use an API. Holds only their hashes. Threads: any. */
public final class ApiKeys {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  private final List<byte[]> hashes;

  /** How a request stands to the keys. */
  public enum Standing {
    KNOWN,
    MISSING,
    UNKNOWN
  }

  /**
   * @param sha256s SHA-256 of each key in hexadecimal, separated by commas; empty: no keys
   * @throws IllegalArgumentException as {@link #conflict} says
   */
  public ApiKeys(Secret sha256s) {
    hashes = hashes(sha256s);
  }

  /** Why a setting {@code http.api-keys} is wrong; null if it is right. */
  public static @Nullable String conflict(Secret sha256s) {
    try {
      var unused = hashes(sha256s);
      return null;
    } catch (IllegalArgumentException wrong) {
      return wrong.getMessage();
    }
  }

  /** Its message names the property, but does not quote the text, which may be the key itself. */
  private static List<byte[]> hashes(Secret sha256s) {
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

  /** True if there are no keys. */
  public boolean isOpen() {
    return hashes.isEmpty();
  }

  public int count() {
    return hashes.size();
  }

  /**
   * Looks for a known key in the headers of a request. One is enough; other credentials and unknown
   * keys beside it do not matter.
   */
  public Standing of(HttpHeaders headers) {
    Set<String> sent = SentKeys.in(headers);
    if (sent.stream().anyMatch(this::contain)) {
      return Standing.KNOWN;
    }
    return sent.isEmpty() ? Standing.MISSING : Standing.UNKNOWN;
  }

  /** Takes the same time for each key, so that timing reveals nothing. */
  private boolean contain(String key) {
    byte[] hash = Sha256.of(key.getBytes(StandardCharsets.UTF_8));
    boolean found = false;
    for (byte[] known : hashes) {
      found |= MessageDigest.isEqual(known, hash);
    }
    return found;
  }
}
