package io.eventpipeline.ingest.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much may be sent.
 *
 * @param eventsPerSecond of one user within any sliding second, at least 1
 * @param ipEventsPerSecond from one address within any sliding second; 0 = no such limit
 */
public record LimitSettings(int eventsPerSecond, int ipEventsPerSecond) {
  static final Duration WINDOW = Duration.ofSeconds(1);

  /**
   * @throws IllegalArgumentException naming the property that is out of range
   */
  public LimitSettings {
    if (eventsPerSecond < 1) {
      throw new IllegalArgumentException(
          "limit.events-per-second must be at least 1: " + eventsPerSecond);
    }
    if (ipEventsPerSecond < 0) {
      throw new IllegalArgumentException(
          "limit.ip-events-per-second must be at least 0: " + ipEventsPerSecond);
    }
  }

  boolean limitsAddresses() {
    return ipEventsPerSecond > 0;
  }

  /** What clients are told. */
  public List<Policy> policies() {
    List<Policy> policies = new ArrayList<>(2);
    policies.add(new Policy(Policy.USER, eventsPerSecond, WINDOW));
    if (limitsAddresses()) {
      policies.add(new Policy(Policy.ADDRESS, ipEventsPerSecond, WINDOW));
    }
    return policies;
  }
}
