package io.eventpipeline.ingest.limit;

import java.util.Map;

/**
 * The places that one request asks for.
 *
 * @param places of each user, in the order in which they are given out, each at least 1
 * @param address of the client, as text
 */
public record PermitRequest(Map<String, Integer> places, String address) {
  /** One place. */
  public static PermitRequest one(String userId, String address) {
    return new PermitRequest(Map.of(userId, 1), address);
  }

  int of(String userId) {
    return places.getOrDefault(userId, 0);
  }
}
