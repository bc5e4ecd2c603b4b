package io.eventpipeline.ingest.limit;

import java.util.Map;

/**
 * The permits that one request asks for.
 *
 * @param wanted permits by user, served in this order, each at least 1
 * @param address of the client, as text
 */
public record PermitRequest(Map<String, Integer> wanted, String address) {
  int total() {
    return total(wanted);
  }

  static int total(Map<String, Integer> wanted) {
    int total = 0;
    for (int one : wanted.values()) {
      total += one;
    }
    return total;
  }
}
