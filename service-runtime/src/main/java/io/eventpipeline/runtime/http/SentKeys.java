package io.eventpipeline.runtime.http;

import io.micronaut.http.HttpHeaders;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the keys that a request sends. */
public final class SentKeys {
  public static final String HEADER = "X-API-Key";
  private static final String SCHEME = "Bearer";

  private SentKeys() {}

  static Set<String> in(HttpHeaders headers) {
    Set<String> keys = new LinkedHashSet<>();
    for (String line : headers.getAll(HEADER)) {
      addKey(line, keys);
      // API Gateway joins repeated headers with commas. A key may contain commas too.
      for (String part : line.split(",")) {
        addKey(part, keys);
      }
    }
    for (String line : headers.getAll(HttpHeaders.AUTHORIZATION)) {
      addBearer(line, keys);
      for (String part : line.split(",")) {
        addBearer(part, keys);
      }
    }
    return keys;
  }

  private static void addBearer(String credentials, Set<String> keys) {
    String text = credentials.strip();
    int end = SCHEME.length();
    if (text.length() > end
        && text.regionMatches(true, 0, SCHEME, 0, end)
        && Character.isWhitespace(text.charAt(end))) {
      addKey(text.substring(end), keys);
    }
  }

  private static void addKey(String text, Set<String> keys) {
    String key = text.strip();
    if (!key.isEmpty()) {
      keys.add(key);
    }
  }
}
