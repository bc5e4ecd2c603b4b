package io.eventpipeline.ingest.limit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each user of one request got. One thread at a time. */
final class Shares {
  private static final int NOT_LIMITED = Integer.MAX_VALUE;

  private final Map<String, WindowPermits> shares;
  private int leftToUser = NOT_LIMITED;
  private int leftToAddress = NOT_LIMITED;

  Shares(int users) {
    shares = new HashMap<>(users * 2);
  }

  void put(String user, WindowPermits share) {
    shares.put(user, share);
    leftToUser = Math.min(leftToUser, share.left());
  }

  void leaveToAddress(int places) {
    leftToAddress = Math.min(leftToAddress, places);
  }

  Shares and(Shares others) {
    others.shares.forEach(this::put);
    leaveToAddress(others.leftToAddress);
    return this;
  }

  /** Null if the user asked for nothing. */
  @Nullable WindowPermits of(String user) {
    return shares.get(user);
  }

  /** Places left to the user who has the fewest. */
  int leftToUser() {
    return leftToUser;
  }

  /** Places left to the address. */
  int leftToAddress() {
    return leftToAddress;
  }
}
