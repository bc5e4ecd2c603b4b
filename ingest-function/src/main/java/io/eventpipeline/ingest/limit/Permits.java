package io.eventpipeline.ingest.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The places that the users of one request got, given out one by one. One thread. */
public final class Permits {
  private final Shares shares;
  private final LimitSettings settings;
  private final Map<String, Integer> used = new HashMap<>();
  private Duration opens = LimitSettings.WINDOW;

  Permits(Shares shares, LimitSettings settings) {
    this.shares = shares;
    this.settings = settings;
  }

  /** The place of the user's next event: its first ones are granted, the rest are not. */
  public Permit next(String userId) {
    WindowPermits share = shares.of(userId);
    if (share == null) {
      throw new IllegalArgumentException("no place was asked for user " + userId);
    }
    int before = used.merge(userId, 1, Integer::sum) - 1;
    if (before < share.granted()) {
      return Permit.YES;
    }
    opens = Duration.ofMillis(share.waitMs());
    return new Permit(false, opens, share.byAddress() ? Policy.ADDRESS : Policy.USER);
  }

  /** What is left of each policy; of many users, to the one with the fewest places. */
  public List<Remaining> quotas() {
    List<Remaining> quotas = new ArrayList<>(2);
    quotas.add(quota(Policy.USER, shares.leftToUser(), settings.eventsPerSecond()));
    if (settings.limitsAddresses()) {
      quotas.add(quota(Policy.ADDRESS, shares.leftToAddress(), settings.ipEventsPerSecond()));
    }
    return quotas;
  }

  /** Of a policy that nobody asked about nothing is used. */
  private Remaining quota(String policy, int left, int all) {
    return new Remaining(policy, Math.min(left, all), opens);
  }
}
