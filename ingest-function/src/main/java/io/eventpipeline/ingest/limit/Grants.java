package io.eventpipeline.ingest.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The places that the users of one batch got, given out one by one. One thread. */
public final class Grants {
  private final Map<String, Share> shares;
  private final Map<String, Integer> used = new HashMap<>();

  Grants(Map<String, Share> shares) {
    this.shares = shares;
  }

  /** The place of the user's next event: its first ones are granted, the rest are not. */
  public Grant next(String userId) {
    Share share = shares.get(userId);
    if (share == null) {
      throw new IllegalArgumentException("no place was asked for user " + userId);
    }
    int before = used.merge(userId, 1, Integer::sum) - 1;
    return before < share.granted()
        ? Grant.YES
        : new Grant(false, Duration.ofMillis(share.waitMs()));
  }
}
